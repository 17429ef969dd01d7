"""A provider behind a bad line."""

import pytest

from orders.payments import providers
from tests.support.payments import FlakyGateway


@pytest.fixture
def flaky(monkeypatch: pytest.MonkeyPatch) -> FlakyGateway:
    """The provider of this test; fill ``faults``."""
    gateway = FlakyGateway()
    monkeypatch.setitem(providers.REGISTRY, "demo", gateway)
    return gateway
