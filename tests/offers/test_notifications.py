import pytest

from accounts.models import Mail, Notification, User
from config.shared import clock, outbox
from offers.operations import release_offer_row
from tests.factories.offers import conversation_of, offer_in, sent_offer, written

pytestmark = pytest.mark.django_db


def drained() -> None:
    while outbox.drain():
        pass


def told() -> list[tuple[str, str]]:
    return list(Notification.objects.order_by("pk").values_list("user__handle", "text"))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("sent", []),
        ("declined", [("sam-seller", "Bea Buyer declined your offer")]),
        ("withdrawn", [("bea-buyer", "Sam Seller withdrew an offer")]),
        (
            "expired",
            [
                ("sam-seller", "Your offer to Bea Buyer expired"),
                ("bea-buyer", "An offer of Sam Seller expired"),
            ],
        ),
    ],
)
def test_each_event_rings_and_mails_once(
    buyer: User, seller: User, state: str, expected: list[tuple[str, str]]
) -> None:
    offer = offer_in(state, seller, buyer)
    drained()
    expected = [("bea-buyer", "Sam Seller sent you an offer"), *expected]
    assert told() == expected
    assert sorted(Mail.objects.values_list("to", "subject")) == sorted(
        (f"{handle}@example.test", text) for handle, text in expected
    )
    assert f"/offers/{offer.pk}/" in Mail.objects.all()[0].text


def test_a_release_is_told_by_the_order_alone(buyer: User, seller: User) -> None:
    offer = offer_in("accepted", seller, buyer)
    drained()
    before = told()
    release_offer_row(offer_id=offer.pk, at=clock.now())
    drained()
    assert told() == before


def test_messages_mail_once_until_opened(buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    for number in range(3):
        written(conversation, seller, f"words {number}")
        drained()
    assert told() == [("bea-buyer", "Sam Seller wrote to you")]
    mail = Mail.objects.get()
    assert "words 0" in mail.text
    assert f"/inbox/{conversation.pk}/" in mail.html


def test_a_quiet_load_rings_but_does_not_mail(buyer: User, seller: User) -> None:
    with outbox.quiet():
        sent_offer(seller, buyer)
        written(conversation_of(buyer, seller), seller)
    drained()
    assert Notification.objects.count() == 2
    assert not Mail.objects.exists()
