"""The clock ends what nobody answered, and reminds the buyer a day before, once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import Mail, Notification, User
from config.shared import clock, outbox
from config.shared.models import Outbox
from offers.models import Message, Offer
from offers.operations import create_offer, expire_offers, expiring, send_offer, withdraw_offer
from offers.operations.expiring import expire_offer, remind_of_offer
from offers.states import DeadOffer, NotDue
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import click_by, conversation_of, sent_offer, terms_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


def standing(seller: User, buyer: User, days: int) -> Offer:
    draft = create_offer(
        conversation_id=conversation_of(buyer, seller).pk,
        seller_id=seller.pk,
        terms=replace(terms_of(live_gig_with_milestones(seller)), expiry_days=days),
        at=clock.now(),
    )
    return send_offer(offer_id=draft.pk, click=click_by(seller, draft.version))


def reminders(buyer: User) -> tuple[int, int]:
    outbox.drain()
    bells = Notification.objects.filter(user=buyer, text__contains="ends soon").count()
    return bells, Mail.objects.filter(user=buyer, subject__contains="ends soon").count()


def test_the_buyer_is_reminded_a_day_before_by_bell_and_mail_once(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    assert offer.expires_at
    assert offer.due_at == offer.expires_at - DAY
    assert expire_offers(at=offer.due_at - TICK) == 0
    assert reminders(buyer) == (0, 0)
    for late in (TICK, timedelta(hours=1), timedelta(hours=2)):
        assert expire_offers(at=offer.due_at + late) == 0
    assert reminders(buyer) == (1, 1)
    version = offer.version
    offer.refresh_from_db()
    assert (offer.state, offer.version, offer.due_at) == ("sent", version, offer.expires_at)
    assert "Nothing is charged if you let it pass." in Mail.objects.get(subject__contains="ends soon").text
    assert not Message.objects.filter(kind="system").exists()


def test_a_page_shown_before_the_reminder_is_not_old(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    assert offer.due_at
    remind_of_offer(offer_id=offer.pk, at=offer.due_at)
    withdraw_offer(offer_id=offer.pk, click=click_by(seller, offer.version, offer.due_at))
    assert Offer.objects.get().state == "withdrawn"


@pytest.mark.parametrize(("days", "reminded"), [(1, False), (3, True), (30, True)])
def test_an_offer_of_one_day_has_no_reminder(buyer: User, seller: User, days: int, reminded: bool) -> None:
    offer = standing(seller, buyer, days)
    assert offer.expires_at
    assert (offer.due_at == offer.expires_at - DAY) is reminded
    assert (offer.due_at == offer.expires_at) is not reminded
    expire_offers(at=offer.expires_at - TICK)
    assert reminders(buyer) == ((1, 1) if reminded else (0, 0))


def test_after_a_long_stop_it_expires_without_a_reminder(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    assert offer.expires_at
    assert expire_offers(at=offer.expires_at + 3 * DAY) == 1
    assert expire_offers(at=offer.expires_at + 3 * DAY) == 0
    assert reminders(buyer) == (0, 0)
    offer.refresh_from_db()
    assert (offer.state, offer.due_at, offer.closed_at) == ("expired", None, offer.expires_at + 3 * DAY)
    assert [m.body for m in Message.objects.filter(kind="system")] == ["The offer expired without an answer."]


def test_it_expires_at_its_moment_and_not_before(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    assert offer.expires_at
    with pytest.raises(NotDue):
        expire_offer(offer_id=offer.pk, at=offer.expires_at - TICK)
    expire_offer(offer_id=offer.pk, at=offer.expires_at)
    with pytest.raises(DeadOffer):
        expire_offer(offer_id=offer.pk, at=offer.expires_at)
    with pytest.raises(DeadOffer):
        remind_of_offer(offer_id=offer.pk, at=offer.expires_at)


def test_a_row_that_fails_is_pushed_an_hour_and_stops_no_other(
    buyer: User, seller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = sent_offer(seller, buyer), sent_offer(seller, buyer)
    assert good.expires_at
    real = expiring.system_line

    def poisoned(conversation_id: object, *args: object, offer: Offer) -> object:
        if offer.pk == bad.pk:
            raise ValueError
        return real(conversation_id, *args, offer=offer)  # type: ignore[arg-type]

    monkeypatch.setattr(expiring, "system_line", poisoned)
    at = good.expires_at
    assert expire_offers(at=at) == 1
    bad.refresh_from_db()
    assert (bad.state, bad.due_at) == ("sent", at + timedelta(hours=1))
    monkeypatch.undo()
    assert expire_offers(at=at + timedelta(hours=1)) == 1


def test_a_withdrawn_offer_reminds_of_nothing(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    due = offer.due_at
    assert due
    withdraw_offer(offer_id=offer.pk, click=click_by(seller, offer.version))
    assert expire_offers(at=due + 9 * DAY) == 0
    assert not Outbox.objects.filter(key__contains="reminded").exists()
