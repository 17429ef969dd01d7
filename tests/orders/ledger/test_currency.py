"""One currency per marketplace: with money of another one in the books, no server starts (product.md 2)."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from pytest_django import Settings

from config.shared.currency_checks import foreign_currencies, one_currency, refuse_foreign_currency
from orders.ledger import stories
from orders.ledger.postings import post

pytestmark = pytest.mark.django_db


def test_a_changed_currency_stops_the_start_once_money_is_stored(settings: Settings) -> None:
    with transaction.atomic():
        charged = stories.charged(milestone_id=uuid4(), amount_minor=100, fee_minor=6, event=uuid4())
        post(charged, at=datetime(2026, 1, 1, tzinfo=UTC))
    refuse_foreign_currency()
    assert one_currency(databases=["default"]) == []
    settings.CURRENCY = "EUR"
    assert foreign_currencies() == {"USD"}
    assert [fault.id for fault in one_currency(databases=["default"])] == ["shared.E010"]
    with pytest.raises(ImproperlyConfigured, match="USD"):
        refuse_foreign_currency()
