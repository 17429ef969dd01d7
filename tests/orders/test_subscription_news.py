"""Who hears what of a subscription, by bell and mail."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Mail, Notification, User
from config.shared import clock, outbox
from tests.orders.monthly import cancelled, read, subscribed, swept
from tests.orders.stories import FIRST_ONLY

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 1, 31, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_the_end_of_january() -> Iterator[None]:
    with clock.travelled_to(AT):
        yield


def news(user: User, since: int = 0) -> list[str]:
    """What the bell said, after everything was carried out."""
    while outbox.drain(100):
        pass
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("text", flat=True))[since:]


def test_only_the_buyer_is_reminded_with_amount_and_a_way_to_cancel(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    heard = len(news(buyer)), len(news(seller))
    swept(read(begun).due_at)  # type: ignore[arg-type]
    with clock.travelled_to(AT + timedelta(days=26)):
        said = news(buyer, heard[0])
    assert len(said) == 1
    assert "$105.50 is charged to your card, Visa •••• 4242" in said[0]
    assert "cancel the subscription before then" in said[0]
    assert news(seller, heard[1]) == []
    mail = Mail.objects.filter(user=buyer).latest("created_at")
    assert mail.subject.startswith("$105.50 for month 2 on Sat 28 Feb")


def test_a_charge_and_its_failure_are_told_to_both(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, number=FIRST_ONLY, days=30)
    assert any("paid month 1" in text for text in news(seller))
    assert any("You paid $105.50 for month 1 of" in text for text in news(buyer))
    heard = len(news(buyer)), len(news(seller))
    swept(read(begun).next_at)  # type: ignore[arg-type]
    with clock.travelled_to(AT + timedelta(days=29)):
        to_buyer, to_seller = news(buyer, heard[0]), news(seller, heard[1])
    assert any(
        "Pay with this or another card" in text and "the subscription ends" in text for text in to_buyer
    )
    assert any("Do not start on it" in text for text in to_seller)


@pytest.mark.parametrize("by_buyer", [True, False])
def test_a_cancellation_is_told_to_both(buyer: User, seller: User, *, by_buyer: bool) -> None:
    begun = subscribed(seller, buyer)
    cancelled(buyer if by_buyer else seller, begun)
    first, second = (buyer, seller) if by_buyer else (seller, buyer)
    assert any(text.startswith("You cancelled the subscription") for text in news(first))
    assert any(text.startswith(f"{first.label} cancelled the subscription") for text in news(second))


def test_the_end_is_told_to_both(buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, months=2)
    swept(read(begun).next_at)  # type: ignore[arg-type]
    with clock.travelled_to(AT + timedelta(days=29)):
        for user in (buyer, seller):
            assert any("has ended: all months were ordered and paid" in text for text in news(user))
