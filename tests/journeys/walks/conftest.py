"""The demo market, loaded once for all walks of a process, and a server before it. A walk only looks."""

from collections.abc import Iterator

import pytest
from django.test import TransactionTestCase
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from orders.demo.loading import load_market
from tests.support import sown


@pytest.fixture(scope="package")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Something in every state; gone when the last walk is over. pytest-django knows by the name that we want one."""
    with django_db_blocker.unblock():
        sown.remember()
        load_market(watch=lambda _: None)
        yield
        TransactionTestCase("__init__")._fixture_teardown()  # type: ignore[attr-defined] # private: not in the stubs


@pytest.fixture(scope="package")
def site(db: None) -> Iterator[LiveServer]:
    """Not ``live_server``: that one empties the database after each test."""
    server = LiveServer("localhost")
    server._live_server_modified_settings.enable()
    yield server
    server.stop()
    server._live_server_modified_settings.disable()
