"""Runs the machine of ``machine.py``."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.gigs.properties.machine import GigMachine

QUIET = list(HealthCheck)


@pytest.mark.django_db
def test_every_column_adds_up_whatever_the_seller_does() -> None:
    run_state_machine_as_test(
        GigMachine,
        settings=settings(max_examples=6, stateful_step_count=20, deadline=None, suppress_health_check=QUIET),
    )


@pytest.mark.deep
@pytest.mark.django_db
def test_every_column_adds_up_in_long_lives() -> None:
    run_state_machine_as_test(
        GigMachine,
        # how many lives: the profile's max_examples
        settings=settings(stateful_step_count=50, deadline=None, suppress_health_check=QUIET),
    )
