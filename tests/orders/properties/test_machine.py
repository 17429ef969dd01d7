"""Runs the machine of ``machine.py``: shortly by default, long in CI, longer by ``make deep``."""

from collections.abc import Iterator
from unittest import mock

import pytest
from django.db import connection
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from orders import subscription_transitions
from orders.audit import whole
from orders.states import TABLE, Act, Role
from orders.subscription_states import SUBSCRIPTION_TABLE, SubscriptionAct
from tests.orders.proofs.drivers import BY_ITSELF
from tests.orders.properties import by_parties, by_staff, on_calls
from tests.orders.properties.machine import Tally, machine_of
from tests.orders.properties.quick_audit import quick_audit

QUIET = list(HealthCheck)
SHARES = 4
"""The lives of a long run are shared out to so many tests, which workers take side by side."""
LONG = {
    "ci": (200, 50) if connection.vendor == "sqlite" else (100, 40),
    "deep": (500, 50),
}
UNWRITTEN = frozenset({Act.PAY, Act.START_NEXT, Act.PAY_AMENDMENT, Act.ORDER_AGAIN})
"""Acts whose event is another's: what they lead to, or the placing of another order."""


@pytest.fixture
def tally() -> Iterator[Tally]:
    """Counts what happens to subscriptions as well, which write no events; tells it at the end."""
    counted = Tally()
    allowed = subscription_transitions.subscription_allowed

    def listening(subscription: object, act: SubscriptionAct, role: Role) -> object:
        move = allowed(subscription, act, role)  # type: ignore[arg-type]
        counted.acts[f"subscription {act}"] += 1
        return move

    with mock.patch.object(subscription_transitions, "subscription_allowed", listening):
        yield counted
    print(counted)  # noqa: T201 - the figures of a run, with -rP


def live(tally: Tally, examples: int, steps: int, share: int = 0) -> None:
    """Let so many pairs of people live so many steps each; afterwards all books together are right as well."""
    profile = settings(
        settings.default,
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=QUIET,
    )
    with quick_audit() as books:
        machine = machine_of(books, tally)
        if profile.derandomize:  # else every share would live the same lives
            seed(share)(machine)
        run_state_machine_as_test(machine, settings=profile)
    assert whole.everything() == []


@pytest.mark.django_db(transaction=True)
def test_money_and_order_invariants_hold_after_every_step(tally: Tally) -> None:
    live(tally, 8, 25)


@pytest.mark.deep
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("share", range(SHARES))
def test_money_and_order_invariants_hold_in_long_lives(
    share: int, tally: Tally, request: pytest.FixtureRequest
) -> None:
    profile = request.config.getoption("--hypothesis-profile") or "ci"
    examples, steps = LONG.get(profile, LONG["ci"])
    live(tally, examples // SHARES, steps, share)


def test_every_act_of_the_tables_has_a_step() -> None:
    ours = {act for (_, act), move in TABLE.items() if move.roles != {Role.SYSTEM}}
    stepped = {*by_parties.PRESSED, *by_staff.ACTS, *on_calls.ACTS, *BY_ITSELF, Act.ORDER_AGAIN}
    assert ours - stepped == set()
    theirs = {act for (_, act), move in SUBSCRIPTION_TABLE.items() if move.roles != {Role.SYSTEM}}
    assert theirs == {SubscriptionAct.CANCEL, SubscriptionAct.CHANGE_CARD}
