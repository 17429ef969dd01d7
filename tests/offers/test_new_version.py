"""A new version replaces a sent offer, and an answer that came first keeps the old one as it is (product.md 4)."""

import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import Mail, Notification, User
from config.shared import clock, outbox
from offers.models import Message, Offer
from offers.operations import accept_offer_row, decline_offer, send_offer, withdraw_offer
from offers.states import DeadOffer
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import click_by, draft_offer, new_version_of, offer_in, sent_offer

pytestmark = pytest.mark.django_db


def sent_version(offer: Offer) -> Offer:
    draft = new_version_of(offer)
    return send_offer(offer_id=draft.pk, click=click_by(offer.seller, draft.version))


def editor_of(offer: Offer) -> str:
    return f"/inbox/{offer.conversation_id}/offers/new/"


def typed(offer: Offer, **changes: str) -> dict[str, str]:
    """The editor as it comes out of ``?replaces=``, with some fields typed over."""
    data: dict[str, str] = {
        "gig": offer.gig.slug,
        "kind": offer.kind,
        "rows": "2",
        "replaces": str(offer.pk),
        "do": "preview",
        "note": "Cheaper now.",
        "expiry_days": "",
    }
    for n in range(2):
        row = {"name": f"Part {n + 1}", "description": "", "amount": "70.00", "days": "4", "revisions": "1"}
        data |= {f"rows-{n}-{name}": value for name, value in row.items()}
    return data | changes


def send(client: Client, draft: Offer) -> Any:
    click = {"command": str(uuid.uuid4()), "version": str(draft.version)}
    return client.post(f"/offers/{draft.pk}/send/", click)


def test_sending_it_replaces_the_old_one(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    new = sent_version(offer)
    offer.refresh_from_db()
    assert (offer.state, offer.version, offer.due_at, offer.order_number) == ("superseded", 3, None, "")
    assert (new.state, new.supersedes_id, new.milestones.count()) == ("sent", offer.pk, 2)
    assert offer.milestones.count() == 6
    kinds = list(Message.objects.order_by("pk").values_list("kind", "offer_id"))
    assert kinds == [("offer", offer.pk), ("system", offer.pk), ("offer", new.pk)]


def test_the_draft_leaves_the_old_one_open(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    draft = new_version_of(offer)
    accept_offer_row(offer_id=offer.pk, buyer_id=buyer.pk, order_number="MP-FIRST", at=clock.now())
    with pytest.raises(DeadOffer, match="was accepted meanwhile"):
        send_offer(offer_id=draft.pk, click=click_by(seller, draft.version))
    assert set(Offer.objects.values_list("pk", "state")) == {(offer.pk, "accepted"), (draft.pk, "draft")}


def test_the_replaced_one_takes_no_answer(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    sent_version(offer)
    with pytest.raises(DeadOffer, match="replaced by a newer version"):
        accept_offer_row(offer_id=offer.pk, buyer_id=buyer.pk, order_number="MP-LATE", at=clock.now())
    with pytest.raises(DeadOffer):
        decline_offer(offer_id=offer.pk, click=click_by(buyer), reason="No.")
    with pytest.raises(DeadOffer):
        withdraw_offer(offer_id=offer.pk, click=click_by(seller))


def test_a_version_of_a_version(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    third = sent_version(sent_version(offer))
    assert sorted(Offer.objects.values_list("state", flat=True)) == ["sent", "superseded", "superseded"]
    assert third.state == "sent"


def test_nothing_is_replaced_after_the_expiry(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    draft = new_version_of(offer)
    with pytest.raises(DeadOffer, match="expired meanwhile"):
        send_offer(offer_id=draft.pk, click=click_by(seller, draft.version, offer.expires_at))
    assert Offer.objects.get(pk=draft.pk).state == "draft"


def test_the_buyer_hears_of_it_once(buyer: User, seller: User) -> None:
    sent_version(sent_offer(seller, buyer))
    outbox.drain()
    texts = set(Notification.objects.filter(user=buyer).values_list("text", flat=True))
    assert texts == {"Sam Seller sent you an offer", "Sam Seller sent you a new version of an offer"}
    mail = Mail.objects.get(user=buyer, subject__contains="new version")
    assert "replaces the earlier version" in mail.text


def test_the_whole_way_in_the_browser(client: Client, buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    client.force_login(seller)
    page = client.get(f"/offers/{offer.pk}/").content.decode()
    assert f'href="{editor_of(offer)}?replaces={offer.pk}">Send a new version</a>' in page
    page = client.get(editor_of(offer), {"replaces": str(offer.pk)}).content.decode()
    assert f'name="replaces" value="{offer.pk}"' in page
    assert 'value="Second draft"' in page
    assert Offer.objects.count() == 1
    added = client.post(editor_of(offer), typed(offer, do="add")).content.decode()
    assert f'name="replaces" value="{offer.pk}"' in added
    draft = Offer.objects.get(state="draft")
    desk = {"draft": str(draft.pk), "version": str(draft.version)}
    answer = client.post(editor_of(offer), typed(offer, **desk))
    assert answer.headers["Location"] == f"/offers/{draft.pk}/"
    preview = client.get(f"/offers/{draft.pk}/").content.decode()
    assert f'href="/offers/{offer.pk}/"' in preview
    assert "can then no longer be accepted" in preview
    again = client.get(editor_of(offer), {"replaces": str(offer.pk)}, follow=True).content.decode()
    draft.refresh_from_db()
    assert f'name="replaces" value="{offer.pk}"' in again
    assert send(client, draft).status_code == 302
    for user in (seller, buyer):
        client.force_login(user)
        thread = client.get(f"/inbox/{offer.conversation_id}/").content.decode()
        assert f'id="offer-card-{offer.pk}"' in thread
        assert f'id="offer-card-{draft.pk}"' in thread
        assert "Replaced by a new version" in thread
        old = client.get(f"/offers/{offer.pk}/").content.decode()
        assert f'href="/offers/{draft.pk}/">See the newer version</a>' in old


def test_accepting_the_replaced_one_leads_to_the_newer(client: Client, buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    new = sent_version(offer)
    client.force_login(buyer)
    answer = client.get(f"/offers/{offer.pk}/accept/")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "replaced by a newer version" in page
    assert f'href="/offers/{new.pk}/"' in page


def test_a_draft_of_a_newer_version_is_the_sellers_alone(client: Client, buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    draft = new_version_of(offer)
    client.force_login(buyer)
    assert client.get(f"/offers/{draft.pk}/").status_code == 404
    assert str(draft.pk) not in client.get(f"/offers/{offer.pk}/").content.decode()
    assert client.get(f"/offers/{offer.pk}/accept/").status_code == 200


@pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn", "expired", "superseded"])
def test_a_closed_offer_has_no_new_version(client: Client, buyer: User, seller: User, state: str) -> None:
    offer = offer_in(state, seller, buyer)
    count = Offer.objects.count()
    client.force_login(seller)
    assert (
        client.get(editor_of(offer), {"replaces": str(offer.pk)}).headers["Location"]
        == f"/offers/{offer.pk}/"
    )
    answer = client.post(editor_of(offer), typed(offer))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Cheaper now." in page
    assert "there is nothing to replace" in page
    assert 'name="replaces"' not in page
    assert Offer.objects.count() == count


def test_a_draft_whose_old_version_was_answered_can_become_an_offer_of_its_own(
    client: Client, buyer: User, seller: User
) -> None:
    offer = sent_offer(seller, buyer)
    draft = new_version_of(offer)
    decline_offer(offer_id=offer.pk, click=click_by(buyer), reason="Too much.")
    client.force_login(seller)
    assert send(client, draft).status_code == 409
    assert "Send offer</button>" not in client.get(f"/offers/{draft.pk}/").content.decode()
    page = client.get(editor_of(offer), {"draft": str(draft.pk)}).content.decode()
    assert 'name="replaces"' not in page
    desk = {"draft": str(draft.pk), "version": str(draft.version)}
    client.post(editor_of(offer), typed(offer, replaces="", **desk))
    draft.refresh_from_db()
    assert draft.supersedes_id is None
    assert send(client, draft).status_code == 302
    offer.refresh_from_db()
    assert offer.state == "declined"


def test_replaces_only_own_offers_of_this_conversation(
    client: Client, buyer: User, seller: User, outsider: User
) -> None:
    gig = live_gig_with_milestones(seller)
    offer = sent_offer(seller, buyer, gig)
    elsewhere = sent_offer(seller, outsider, gig)
    theirs = sent_offer(buyer, seller)
    draft = draft_offer(seller, buyer, gig)
    client.force_login(seller)
    answers = {
        str(elsewhere.pk): 404,
        str(theirs.pk): 403,
        str(draft.pk): 404,
        str(uuid.uuid4()): 404,
        "7": 404,
    }
    for replaces, status in answers.items():
        assert client.get(editor_of(offer), {"replaces": replaces}).status_code == status
        assert client.post(editor_of(offer), typed(offer, replaces=replaces)).status_code == status
    draft.refresh_from_db()
    assert (draft.version, draft.supersedes_id) == (1, None)
