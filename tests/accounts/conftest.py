"""What tests of accounts share: the demo mailbox, rate limits that start anew, pictures in a folder of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from accounts.models import User


@pytest.fixture(autouse=True)
def _fresh(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.EMAIL_BACKEND = "accounts.mailbox.DemoMailbox"
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def as_buyer(client: Client, buyer: User) -> Client:
    """A browser in which the buyer is signed in."""
    client.force_login(buyer)
    return client


@pytest.fixture
def as_staff(client: Client, staff: User) -> Client:
    """A browser in which staff is signed in."""
    client.force_login(staff)
    return client
