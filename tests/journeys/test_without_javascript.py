"""The whole path by forms and links alone, as a browser without JavaScript walks it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Mail, Notification, User
from gigs.models import Gig
from orders.ledger.balances import balances_by_kind
from orders.models import Delivery, Order
from orders.payments.demo.models import DemoPayment
from tests.factories.gigs import live_gig_with_milestones, made_gig
from tests.factories.offers import conversation_of, written
from tests.journeys.forms import Visitor
from tests.journeys.jobs import let_pass, tell_everybody
from tests.journeys.scriptless import signed_in, with_card
from tests.journeys.steps import DECLINED, FIRST_ONLY
from tests.orders import stories

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("Research", "Outline", "First draft", "Second draft", "Figures", "Final plan")


def deliver(seller: Visitor, number: str, message: str = "Here it is.", *, final: bool = False) -> None:
    """Hand in what is current, with a file."""
    label = "Deliver final work" if final else "Deliver milestone"
    form = seller.open(f"/orders/{number}/").follow(label).form(label)
    form.fill("Message", message)
    if final:
        form.fill("This is the full project", "on")
    seller.send(form, {"files": SimpleUploadedFile("plan.txt", b"The plan.")})
    assert seller.path == f"/orders/{number}/", seller.text


def test_a_seller_describes_the_workflow(seller: User) -> None:
    gig = made_gig(seller=seller, live=True)
    page = signed_in(seller).open(f"/selling/gigs/{gig.slug}/overview/").follow("Description & FAQ")
    page.press("Start from scratch")
    page.press("Save milestone", Milestone_name="Research")
    assert "Pay per milestone" not in Visitor(Client(), f"/gigs/{gig.slug}/").text
    page.press("Add a milestone")
    page.press("Save milestone", Milestone_name="Final plan")
    page.press("Add a substep")
    page.press("Save substep", Substep_name="A talk with two customers")
    page.press("Save and continue")
    assert page.path.endswith("/requirements/")
    seen = Visitor(Client(), f"/gigs/{gig.slug}/").text
    assert "A talk with two customers" in seen
    assert "Pay per milestone: $94.95 now" in seen


def test_a_second_milestone_is_asked_for_and_nothing_typed_is_lost(seller: User) -> None:
    gig = made_gig(seller=seller, live=True)
    page = signed_in(seller).open(f"/selling/gigs/{gig.slug}/description/").press("Start from scratch")
    page.press("Save milestone", Milestone_name="Research")
    form = page.form("Save and continue")
    form.fill("About this gig", "Something new about it.")
    page.send(form)
    assert "2 to 5" in page.text
    assert page.form("Save and continue").values["description"] == "Something new about it."


def test_six_milestones_stopped_after_five(seller: User, buyer: User) -> None:
    live_gig_with_milestones(seller)
    written(conversation_of(buyer, seller), buyer, "Could you write my plan in six steps?")
    selling, buying = signed_in(seller), signed_in(buyer)
    _send_offer(selling)
    form = with_card(
        buying.open("/inbox/").follow("Sam Seller").follow("Accept and pay").form("Accept and pay")
    )
    assert form.button.text.endswith("$94.95")
    buying.send(form)
    number = Order.objects.get().number
    assert buying.path == f"/orders/{number}/"
    deliver(selling, number, "The first part.")
    buying.open(buying.path).follow("Request revision")
    buying.press("Request revision", **{"What_should_change?": "Please add the bakery next door."})
    assert "Please add the bakery next door." in selling.open(f"/orders/{number}/").text
    for place in range(5):
        deliver(selling, number, f"{NAMES[place]}, done.")
        way = "Accept and continue" if place < 4 else "Accept and stop"
        buying.open(f"/orders/{number}/").follow(way).press(way)
        assert buying.path == f"/orders/{number}/", buying.text
    _five_are_paid_and_the_sixth_never(number)
    tell_everybody()
    assert "stopped" in selling.open("/notifications/").text


def _send_offer(page: Visitor) -> None:
    page.open("/inbox/").follow("Bea Buyer").follow("Create an offer").follow("I will").follow("Milestones")
    while len([one for one in page.main.find("legend") if one.text.startswith("Milestone ")]) < 6:
        page.press("Add a milestone")
    form = page.form("Preview the offer")
    for place, name in enumerate(NAMES, start=1):
        form.fill("Milestone name", name, within=f"Milestone {place}")
        form.fill("Amount", "90", within=f"Milestone {place}")
        form.fill("Days", "5", within=f"Milestone {place}")
    page.send(form).press("Send offer")
    assert "Waiting for an answer" in page.text


def _five_are_paid_and_the_sixth_never(number: str) -> None:
    order = Order.objects.get(number=number)
    assert (order.status, order.reason) == ("completed", "stopped")
    states = order.milestones.order_by("position").values_list("status", flat=True)
    assert list(states) == ["accepted"] * 5 + ["dropped"]
    assert list(DemoPayment.objects.values_list("amount_minor", flat=True)) == [94_95] * 5
    sums = balances_by_kind()
    assert (sums["pending"], sums["held"]) == (5 * 72_00, 0)


def test_a_package_to_its_final_delivery(seller: User, buyer: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    buying, selling = signed_in(buyer), signed_in(seller)
    buying.open(f"/gigs/{gig.slug}/").follow("Order now")
    form = with_card(buying.form("Pay"))
    form.fill("Pay per milestone", "")
    buying.send(form)
    number = Order.objects.get().number
    deliver(selling, number)
    buying.open(f"/orders/{number}/").follow("Accept and continue").press("Accept and continue")
    deliver(selling, number, final=True)
    buying.open(f"/orders/{number}/").follow("Accept final delivery").press("Accept final delivery")
    assert "Completed" in buying.text
    assert Order.objects.get().reason == "finished"


def test_a_delivery_left_alone(seller: User, buyer: User) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=3))
    let_pass(days=8, minutes=1)
    buying = signed_in(buyer).open(f"/orders/{order.number}/")
    assert "Completed" in buying.text
    assert not buying.links("Accept")
    assert DemoPayment.objects.count() == 1
    assert "$144.00" in signed_in(seller).open("/selling/earnings/").text


def test_a_card_whose_later_charges_are_declined(seller: User, buyer: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    buying, selling = signed_in(buyer), signed_in(seller)
    buying.open(f"/gigs/{gig.slug}/order/")
    buying.send(with_card(buying.form("Pay"), FIRST_ONLY))
    number = Order.objects.get().number
    deliver(selling, number)
    buying.open(f"/orders/{number}/").follow("Accept and continue").press("Accept and continue")
    assert buying.path == f"/orders/{number}/pay/"
    assert "Nothing was charged" in buying.text
    assert "do not start" in selling.open(f"/orders/{number}/").text.lower()
    assert not selling.links("Deliver")
    buying.send(with_card(buying.form("Pay"), DECLINED))
    assert buying.path == f"/orders/{number}/pay/"
    buying.send(with_card(buying.form("Pay")))
    assert buying.path == f"/orders/{number}/"
    assert selling.open(f"/orders/{number}/").links("Deliver final work")


def test_pressing_twice_charges_once(seller: User, buyer: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    buying = signed_in(buyer).open(f"/gigs/{gig.slug}/order/")
    form = with_card(buying.form("Pay"))
    first = buying.send(form).path
    assert buying.send(form).path == first
    assert (Order.objects.count(), DemoPayment.objects.count()) == (1, 1)


def test_going_back_and_accepting_again(seller: User, buyer: User) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=3))
    buying = signed_in(buyer)
    kept = buying.open(f"/orders/{order.number}/").follow("Accept and continue").form("Accept and continue")
    stop = buying.open(f"/orders/{order.number}/").follow("Accept and stop").form("Accept and stop")
    buying.send(kept)
    assert buying.send(kept).path == f"/orders/{order.number}/"  # the same press again: the same answer
    assert buying.send(stop).status == 409
    assert buying.links("Order") or buying.links("Back") or f"/orders/{order.number}/" in str(buying.page)
    assert DemoPayment.objects.count() == 2


def test_a_stale_page_of_the_seller(seller: User, buyer: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    selling = signed_in(seller)
    late = selling.open(f"/orders/{order.number}/").follow("Deliver milestone").form("Deliver milestone")
    deliver(selling, order.number)
    late.fill("Message", "Once more.")
    selling.send(late, {"files": SimpleUploadedFile("plan.txt", b"The plan.")})
    assert selling.status == 409
    assert Delivery.objects.count() == 1


def test_a_price_that_changed_meanwhile(seller: User, buyer: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    buying = signed_in(buyer).open(f"/gigs/{gig.slug}/order/")
    form = with_card(buying.form("Pay"))
    pricing = signed_in(seller).open(f"/selling/gigs/{gig.slug}/pricing/")
    dearer = pricing.form("Save and continue")
    dearer.fill("Price in USD", "200", within="Basic")
    pricing.send(dearer)
    assert buying.send(form).status == 409
    assert not Order.objects.exists()
    assert buying.form("Pay").button.text.startswith("Pay $105.50")
    buying.send(buying.form("Pay"))
    assert DemoPayment.objects.get().amount_minor == 105_50


def test_somebody_new_buys(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    page = Visitor(Client(), f"/gigs/{gig.slug}/").follow("Order now").follow("Create an account")
    _sign_up(page)
    assert page.path == f"/gigs/{gig.slug}/order/"
    page.send(with_card(page.form("Pay")))
    assert page.path == f"/orders/{Order.objects.get().number}/"


def _sign_up(page: Visitor) -> None:
    page.press("Create account", **{"E-mail": "nia@example.test", "Password": "a long walk by the river"})
    page.follow("Read the code in the demo mailbox").follow("Your code")
    code = page.main.find("code")[0].text
    page.follow("Enter the code").press("Confirm", Code=code)
    page.press(
        "Save and go on", Display_name="Nia Newcomer", Country="Slovenia", Time_zone="Europe/Ljubljana"
    )


def test_somebody_new_sells() -> None:
    page = Visitor(Client(), "/").follow("Join")
    _sign_up(page)
    page.open("/selling/gigs/").follow("Create")
    page.press("Save and continue", Title="I will write your business plan", Subcategory="Business Plans")
    form = page.form("Save and continue")
    for label, value in (
        ("Package name", "One"),
        ("What is included", "Twenty pages."),
        ("Delivery in days", "12"),
    ):
        form.fill(label, value, within="Basic")
    form.fill("Price in USD", "180", within="Basic")
    page.send(form)
    start = page.form("Start from scratch")
    start.fill("About this gig", "A plan that a bank reads to the end.")
    page.send(start)
    page.press("Save milestone", Milestone_name="Research").press("Add a milestone")
    page.press("Save milestone", Milestone_name="Final plan")
    for _ in range(3):
        page.press("Save and continue")
    assert page.path.endswith("/publish/")
    page.press("Publish")
    gig = Gig.objects.get()
    assert (gig.state, gig.milestone_count, gig.description) == (
        "active",
        2,
        "A plan that a bank reads to the end.",
    )


def test_the_bell_and_one_mail_per_event(seller: User, buyer: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    tell_everybody()
    before = (Mail.objects.filter(to=buyer.email).count(), Notification.objects.filter(user=buyer).count())
    stories.deliver(order)
    tell_everybody()
    after = (Mail.objects.filter(to=buyer.email).count(), Notification.objects.filter(user=buyer).count())
    assert after == (before[0] + 1, before[1] + 1)
    page = signed_in(buyer).follow("Notifications").follow("Sam Seller delivered")
    assert page.path == f"/orders/{order.number}/"
    page.open(f"/mails/?to={buyer.email}").follow("Sam Seller delivered")
    assert re.search(order.number, page.text)
