"""Runs the machine of ``machine.py``."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from orders.audit import broken_invariants
from tests.offers.properties.machine import OfferMachine

QUIET = list(HealthCheck)


@pytest.mark.django_db(transaction=True)
def test_what_holds_for_offers_holds_after_every_step() -> None:
    run_state_machine_as_test(
        OfferMachine,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=QUIET
        ),
    )
    assert broken_invariants() == []


@pytest.mark.deep
@pytest.mark.django_db(transaction=True)
def test_what_holds_for_offers_holds_in_long_lives() -> None:
    run_state_machine_as_test(
        OfferMachine,
        # how many lives: the profile's max_examples
        settings=settings(stateful_step_count=60, deadline=None, suppress_health_check=QUIET),
    )
    assert broken_invariants() == []
