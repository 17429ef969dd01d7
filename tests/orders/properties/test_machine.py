"""Runs the machine of ``machine.py``: shortly by default, long in CI, longer by ``make deep``."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from orders.audit import broken_invariants
from tests.orders.properties.machine import OrderMachine

QUIET = list(HealthCheck)
SHARES = 4
"""The lives of a long run are shared out to so many tests, which workers take side by side."""
LONG = {
    "ci": (200, 50) if connection.vendor == "sqlite" else (100, 40),
    "deep": (500, 50),
}


def live(examples: int, steps: int) -> None:
    """Let so many pairs of people live so many steps each; afterwards all books together are right as well."""
    profile = settings(
        settings.default,
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=QUIET,
    )
    run_state_machine_as_test(OrderMachine, settings=profile)
    assert broken_invariants() == []


@pytest.mark.django_db(transaction=True)
def test_money_and_order_invariants_hold_after_every_step() -> None:
    live(8, 25)


@pytest.mark.deep
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("share", range(SHARES))
def test_money_and_order_invariants_hold_in_long_lives(share: int, request: pytest.FixtureRequest) -> None:
    profile = request.config.getoption("--hypothesis-profile") or "ci"
    examples, steps = LONG.get(profile, LONG["ci"])
    live(examples // SHARES, steps)
