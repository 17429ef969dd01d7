"""A buyer asks for an offer with a brief; the seller starts one from it, and sending it answers the request."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Mail, Notification, User
from config.shared import clock, outbox
from config.shared.errors import Forbidden, Invalid
from gigs.models import Gig
from offers.models import Message, Offer, OfferRequest
from offers.operations import ask_for_offer, send_offer, withdraw_request
from offers.operations.asking import OPEN_MAX, Brief, NothingToOffer, RequestClosed, TooManyRequests
from offers.operations.blocking import Blocked, block_member
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import asked_offer, click_by, conversation_of, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def gig(seller: User) -> Gig:
    return live_gig_with_milestones(seller)


def wishes(**changes: Any) -> dict[str, Any]:
    day = (clock.now() + timedelta(days=20)).date().isoformat()
    data = {
        "command": str(uuid.uuid4()),
        "text": "A plan\nin six steps.",
        "budget": "1,200.50",
        "wanted_by": day,
    }
    return data | changes


def test_from_the_gig_page_to_a_sent_offer(client: Client, gig: Gig, buyer: User, seller: User) -> None:
    client.force_login(buyer)
    address = f"/inbox/ask/?gig={gig.slug}"
    assert "Ask for an offer" in client.get(address).content.decode()
    answer = client.post(address, wishes(files=SimpleUploadedFile("brief.txt", b"All of it")))
    asked = OfferRequest.objects.get()
    assert answer["Location"] == f"/inbox/{asked.conversation_id}/"
    assert (asked.budget_minor, asked.gig, asked.message.body) == (120_050, gig, "A plan\nin six steps.")
    assert asked.message.attachments.get().name == "brief.txt"
    own = client.get(answer["Location"]).content.decode()
    assert "$1,200.50" in own
    assert f"/inbox/requests/{asked.pk}/withdraw/" in own
    client.force_login(seller)
    page = client.get(answer["Location"]).content.decode()
    start = f"/inbox/{asked.conversation_id}/offers/new/?request={asked.pk}"
    assert f'href="{start}"' in page
    assert "/withdraw/" not in page
    first = client.get(start).content.decode()
    assert "Bea Buyer asks for an offer" in first
    terms = client.get(f"{start}&gig={gig.slug}&kind=milestones").content.decode()
    assert re.findall(r'name="rows-\d-amount" value="([^"]*)"', terms) == ["600.25", "600.25"]
    assert "A plan\nin six steps." in terms
    data = {"gig": gig.slug, "kind": "single", "rows": "1", "request": str(asked.pk), "do": "preview"}
    data |= {"rows-0-amount": "1200", "rows-0-days": "9", "rows-0-revisions": "1"}
    assert client.post(start.partition("?")[0], data).status_code == 302
    draft = Offer.objects.get()
    assert draft.request == asked
    send_offer(offer_id=draft.pk, click=click_by(seller, draft.version))
    asked.refresh_from_db()
    assert (asked.state, asked.closed_at is not None) == ("answered", True)
    assert "Answered with an offer" in client.get(f"/inbox/{asked.conversation_id}/").content.decode()


def test_the_seller_is_told_once(gig: Gig, buyer: User, seller: User) -> None:
    asked_offer(buyer, seller, budget_minor=50_000)
    outbox.drain()
    assert [n.text for n in Notification.objects.filter(user=seller)] == ["Bea Buyer asked you for an offer"]
    assert "$500.00" in Mail.objects.get(user=seller).text
    conversation = conversation_of(buyer, seller)
    written(conversation, buyer, "One more thing")
    outbox.drain()
    assert Mail.objects.filter(user=seller).count() == 1


def test_the_same_click_asks_once(gig: Gig, buyer: User, seller: User) -> None:
    click = click_by(buyer)
    made = [ask_for_offer(seller_id=seller.pk, brief=Brief("A plan."), click=click) for _ in range(2)]
    assert made[0].pk == made[1].pk
    assert (OfferRequest.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", "\u200b"),
        ("text", "x" * 2_001),
        *(("budget", amount) for amount in ("0", "-5", "1e5", "NaN", "600000.01", "12.345", "٥٠")),
        *(("wanted_by", day) for day in ("yesterday", "2020-01-01", "2026-13-45")),
        ("command", ""),
    ],
)
def test_bad_wishes_are_refused_beside_what_was_typed(
    client: Client, gig: Gig, buyer: User, field: str, value: str
) -> None:
    client.force_login(buyer)
    answer = client.post(f"/inbox/ask/?gig={gig.slug}", wishes(**{field: value}))
    assert answer.status_code == 422
    if field not in {"text", "command"}:
        assert f'id="id_{field}_error"' in answer.content.decode()
    if field != "text":
        assert "in six steps." in answer.content.decode()
    assert not Message.objects.exists()


def test_one_asks_a_seller_with_gigs_and_never_oneself(client: Client, buyer: User, seller: User) -> None:
    with pytest.raises(NothingToOffer):
        asked_offer(buyer, seller)
    client.force_login(buyer)
    assert client.get("/inbox/ask/", {"to": buyer.handle}).status_code == 409
    assert client.get("/inbox/ask/", {"to": "nobody"}).status_code == 404
    assert client.get("/inbox/ask/").status_code == 404
    assert not OfferRequest.objects.exists()


def test_there_is_room_for_three_open_ones(gig: Gig, buyer: User, seller: User) -> None:
    asked = [asked_offer(buyer, seller) for _ in range(OPEN_MAX)]
    with pytest.raises(TooManyRequests):
        asked_offer(buyer, seller)
    assert Message.objects.count() == OPEN_MAX
    withdraw_request(request_id=asked[0].pk, click=click_by(buyer))
    asked_offer(buyer, seller)


def test_a_block_stops_it(gig: Gig, buyer: User, seller: User) -> None:
    conversation = conversation_of(buyer, seller)
    block_member(conversation_id=conversation.pk, blocker_id=seller.pk, at=clock.now())
    with pytest.raises(Blocked):
        asked_offer(buyer, seller)
    assert not OfferRequest.objects.exists()


def test_withdrawing_closes_it_and_says_so(client: Client, gig: Gig, buyer: User, seller: User) -> None:
    asked = asked_offer(buyer, seller)
    client.force_login(buyer)
    address = f"/inbox/requests/{asked.pk}/withdraw/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"command": str(uuid.uuid4())}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert Message.objects.latest("pk").body == "Bea Buyer withdrew the request for an offer."
    assert client.get(address).status_code == 409
    assert client.post(address, {"command": str(uuid.uuid4())}).status_code == 409
    with pytest.raises(RequestClosed):
        withdraw_request(request_id=asked.pk, click=click_by(buyer))


def test_its_seller_may_not_withdraw_it_and_an_outsider_learns_nothing(
    client: Client, gig: Gig, buyer: User, seller: User, outsider: User
) -> None:
    asked = asked_offer(buyer, seller)
    with pytest.raises(Forbidden):
        withdraw_request(request_id=asked.pk, click=click_by(seller))
    for user, status in ((seller, 403), (outsider, 404)):
        client.force_login(user)
        assert client.post(f"/inbox/requests/{asked.pk}/withdraw/", {}).status_code == status
    client.force_login(seller)
    other = conversation_of(outsider, seller)
    assert client.get(f"/inbox/{other.pk}/offers/new/", {"request": str(asked.pk)}).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "open"


def test_a_withdrawn_request_keeps_the_offer_possible(gig: Gig, buyer: User, seller: User) -> None:
    with pytest.raises(Invalid):
        asked_offer(buyer, seller, "")
    asked = asked_offer(buyer, seller)
    withdraw_request(request_id=asked.pk, click=click_by(buyer))
    asked.refresh_from_db()
    assert asked.offers.count() == 0


def test_the_profile_of_who_sells_leads_there_too(
    client: Client, gig: Gig, buyer: User, seller: User
) -> None:
    client.force_login(buyer)
    assert (
        f'href="/inbox/ask/?to={seller.handle}"' in client.get(f"/people/{seller.handle}/").content.decode()
    )
    client.force_login(seller)
    assert "/inbox/ask/" not in client.get(f"/people/{buyer.handle}/").content.decode()
