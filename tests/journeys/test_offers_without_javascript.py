"""Inbox and custom offers by forms and links alone, as a browser without JavaScript walks them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from offers.models import Offer, OfferRequest, Seat
from orders.models import Order
from orders.payments.demo.models import DemoPayment
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import conversation_of, sent_offer, written
from tests.journeys.forms import Visitor
from tests.journeys.scriptless import signed_in, with_card

pytestmark = pytest.mark.django_db(transaction=True)


def legends(page: Visitor) -> list[str]:
    """The groups of the offer's form."""
    return [one.text for one in page.main.find("legend") if one.text.startswith("Milestone ")]


def test_asked_for_written_changed_and_accepted(seller: User, buyer: User) -> None:
    gig = live_gig_with_milestones(seller)
    buying, selling = signed_in(buyer), signed_in(seller)
    buying.open(f"/gigs/{gig.slug}/").follow("Ask for an offer")
    form = buying.form("Ask for an offer")
    form.fill("What do you need?", "A plan for my bakery.")
    form.fill("Budget", "300")
    buying.send(form)
    assert "Asks for an offer" in buying.text
    _writes_an_offer(selling)
    offer = Offer.objects.get(state="sent")
    assert [row.name for row in offer.milestones.order_by("position")] == [
        "Outline",
        "Research",
        "Final plan",
    ]
    assert OfferRequest.objects.get().state == "answered"
    _asks_for_changes(buying, offer)
    _sends_a_new_version(selling, offer)
    buying.open("/inbox/").follow("Sam Seller").follow("Accept and pay")
    buying.send(with_card(buying.form("Accept and pay")))
    order = Order.objects.get()
    assert buying.path == f"/orders/{order.number}/"
    assert list(order.milestones.order_by("position").values_list("amount_minor", flat=True)) == [
        120_00,
        90_00,
        90_00,
    ]
    assert DemoPayment.objects.get().amount_minor == 126_60


def _writes_an_offer(page: Visitor) -> None:
    page.open("/inbox/").follow("Bea Buyer").follow("Make an offer").follow("I will").follow("Milestones")
    assert "A plan for my bakery." in page.text
    page.press("Add a milestone")
    form = page.form("Preview the offer")
    for place, name in enumerate(("Research", "Outline", "Final plan"), start=1):
        form.fill("Milestone name", name, within=f"Milestone {place}")
        form.fill("Amount", "90", within=f"Milestone {place}")
        form.fill("Days", "31" if place == 3 else "5", within=f"Milestone {place}")
    page.send(form)
    assert page.status == 422
    assert "Choose 1 to 30 days." in page.text
    moved = page.form("Move milestone 2 up")
    assert moved.values["rows-1-name"] == "Outline"
    moved.fill("Days", "5", within="Milestone 3")
    page.send(moved)
    page.press("Remove milestone 3").press("Undo")
    assert legends(page) == ["Milestone 1", "Milestone 2", "Milestone 3"]
    page.press("Update totals")
    assert "$216.00" in page.text
    page.press("Preview the offer")
    assert "This is what Bea Buyer will see." in page.text
    page.press("Send offer")


def _asks_for_changes(page: Visitor, offer: Offer) -> None:
    page.open("/inbox/").follow("Sam Seller").follow("See the offer").follow("Ask for changes")
    assert page.send(page.form("Ask for changes")).status == 422
    form = page.form("Ask for changes")
    form.fill("1. Outline", "Please more of it.")
    page.send(form)
    assert page.path == f"/offers/{offer.pk}/"
    assert "You asked for changes" in page.text


def _sends_a_new_version(page: Visitor, offer: Offer) -> None:
    page.open(f"/offers/{offer.pk}/").follow("Send a new version")
    assert "Please more of it." in page.text
    form = page.form("Preview the offer")
    form.fill("Amount", "120", within="Milestone 1")
    page.send(form).press("Send offer")
    offer.refresh_from_db()
    assert offer.state == "superseded"


def test_declined_with_a_reason_and_withdrawn(seller: User, buyer: User) -> None:
    first = sent_offer(seller, buyer)
    page = signed_in(buyer).open(f"/offers/{first.pk}/").follow("Decline")
    assert page.press("Decline").status == 422
    page.press("Decline", Reason="It takes too long.")
    first.refresh_from_db()
    assert first.state == "declined"
    second = sent_offer(seller, buyer)
    selling = signed_in(seller).open(f"/offers/{second.pk}/").follow("Withdraw")
    selling.press("Withdraw")
    second.refresh_from_db()
    assert second.state == "withdrawn"
    assert page.open(f"/offers/{second.pk}/accept/").status == 409
    assert not Order.objects.exists()


def test_a_message_with_a_file_a_star_and_the_archive(seller: User, buyer: User) -> None:
    conversation = conversation_of(buyer, seller)
    written(conversation, seller, "Hello, how can I help?")
    page = signed_in(buyer).open("/inbox/").follow("Sam Seller")
    form = page.form("Send")
    form.fill("Message", "See the file.")
    page.send(form, {"files": SimpleUploadedFile("brief.txt", b"All of it")})
    assert "See the file." in page.text
    assert page.links("brief.txt")
    page.press("Star").press("Archive")
    seat = Seat.objects.get(user=buyer, conversation=conversation)
    assert (seat.starred, seat.archived) == (True, True)
    assert not page.open("/inbox/").main.find("li") or "Sam Seller" not in page.text
    assert "Sam Seller" in page.open("/inbox/").follow("Archived").text
