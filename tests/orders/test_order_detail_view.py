"""The order page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config.shared import clock
from orders import deadlines
from orders.models import DeliveryFile
from orders.operations.delivering import deliver, post_update
from orders.states import Act
from tests.factories.orders import STATES, accepted, delivered, fresh, order_in, placed_order, press
from tests.orders.pages import act_url, content_of, due, signed_in, work_due

pytestmark = pytest.mark.django_db
QUERIES_MAX = 12


@pytest.mark.parametrize("state", sorted(STATES))
def test_shows_every_state_to_both_sides(state: str, buyer: User, seller: User) -> None:
    order = order_in(state, buyer, seller)
    for user in (buyer, seller):
        page = signed_in(user).get(act_url(order))
        assert page.status_code == 200
        assert order.number in page.content.decode()


def test_an_outsider_and_staff_learn_nothing(buyer: User, seller: User, outsider: User, staff: User) -> None:
    order = order_in("delivered", buyer, seller)
    assert signed_in(outsider).get(act_url(order)).status_code == 404
    assert signed_in(staff).get(act_url(order)).status_code == 404
    assert Client().get(act_url(order)).status_code == 302


@pytest.mark.parametrize(
    ("state", "buyers", "sellers"),
    [
        ("unpaid", ["Pay now · $63.30"], []),
        (
            "requirements",
            ["Send requirements", "Request cancellation", "Propose changes"],
            ["Skip requirements", "Request cancellation", "Propose changes"],
        ),
        (
            "in_progress",
            ["Request cancellation", "Propose changes", "Open a dispute"],
            [
                "Deliver milestone",
                "Post an update",
                "Request cancellation",
                "Propose changes",
                "Open a dispute",
            ],
        ),
        (
            "asked",
            ["Accept cancellation", "Refuse cancellation", "Propose changes", "Open a dispute"],
            ["Deliver milestone", "Post an update", "Withdraw request", "Propose changes", "Open a dispute"],
        ),
        (
            "delivered",
            [
                "Accept and continue · $63.30",
                "Request revision",
                "Accept, decide later",
                "Accept and stop",
                "Extend by 5 days",
                "Request cancellation",
                "Propose changes",
                "Open a dispute",
            ],
            ["Post an update", "Request cancellation", "Propose changes", "Open a dispute"],
        ),
        (
            "last_delivered",
            [
                "Accept final delivery",
                "Request revision",
                "Extend by 5 days",
                "Request cancellation",
                "Propose changes",
                "Open a dispute",
            ],
            ["Post an update", "Request cancellation", "Propose changes", "Open a dispute"],
        ),
        (
            "undecided",
            ["Start next milestone · $63.30", "Stop order", "Propose changes"],
            ["End order", "Propose changes"],
        ),
        (
            "next_failed",
            ["Pay with another card · $63.30", "Stop order", "Propose changes"],
            ["End order", "Propose changes"],
        ),
        ("disputed", ["Add a statement", "Withdraw dispute"], ["Add a statement"]),
        ("stopped", ["Write a review", "Resume order", "Order again"], ["Write a review", "Resume order"]),
    ],
)
def test_offers_each_viewer_exactly_their_buttons(
    state: str, buyers: list[str], sellers: list[str], buyer: User, seller: User
) -> None:
    order = order_in(state, buyer, seller)
    for user, expected in ((buyer, buyers), (seller, sellers)):
        page = signed_in(user).get(act_url(order)).context["page"]
        assert [action.label for action in page.actions] == expected


def test_only_what_ends_or_freezes_the_order_looks_dangerous(buyer: User, seller: User) -> None:
    order = order_in("delivered", buyer, seller)
    page = signed_in(buyer).get(act_url(order)).context["page"]
    assert [(one.label, one.kind) for one in page.side_actions] == [
        ("Propose changes", "aside"),
        ("Request cancellation", "danger"),
        ("Open a dispute", "danger"),
    ]
    assert len(page.main_actions) == 5


def test_what_polling_says_aloud_is_what_happened(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    post_update(order_id=order.pk, text="Half way.", click=press(seller, order))
    html = signed_in(buyer).get(act_url(order)).content.decode()
    assert f'data-announce="{seller.label} posted an update on' in html


def test_a_failed_payment_says_why_to_the_buyer_and_not_to_start_to_the_seller(
    buyer: User, seller: User
) -> None:
    order = order_in("next_failed", buyer, seller)
    bought = signed_in(buyer).get(act_url(order)).content.decode()
    sold = signed_in(seller).get(act_url(order)).content.decode()
    assert "The card was declined. Nothing was charged." in bought
    assert "Do not start yet." in sold
    assert "The card was declined" not in sold


def test_nothing_is_offered_once_the_deadline_has_passed(buyer: User, seller: User) -> None:
    order = order_in("delivered", buyer, seller)
    with clock.travelled_to(due(order)):
        page = signed_in(buyer).get(act_url(order)).context["page"]
    assert page.actions == []
    assert page.turn.title == "The time for this is over"


def test_a_very_late_milestone_may_be_cancelled_by_the_buyer_alone(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    with clock.travelled_to(deadlines.very_late_at(order.windows, work_due(order))):
        labels = [a.label for a in signed_in(buyer).get(act_url(order)).context["page"].actions]
    assert labels == ["Cancel for lateness", "Request cancellation", "Propose changes", "Open a dispute"]


def test_polling_hears_204_until_something_changes(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    client, polls = signed_in(buyer), {"HX-Request": "true"}
    shown = client.get(act_url(order)).context["page"].shown
    assert client.get(act_url(order), {"shown": shown}, headers=polls).status_code == 204
    post_update(order_id=order.pk, text="Half way.", click=press(seller, order))
    answer = client.get(act_url(order), {"shown": shown}, headers=polls)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Half way." in html
    assert "<html" not in html
    assert "HX-Request" in answer["Vary"]


def test_reads_in_a_bounded_number_of_statements(
    buyer: User, seller: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    order = placed_order(buyer, seller, milestones=5)
    for _ in range(4):
        order = accepted(delivered(order), Act.ACCEPT_AND_CONTINUE)
    order = fresh(order.pk)
    for n in range(5):
        post_update(order_id=order.pk, text=f"Step {n}.", click=press(seller, order))
    for user in (buyer, seller):
        client = signed_in(user)
        with django_assert_max_num_queries(QUERIES_MAX):
            client.get(act_url(order))


def test_what_people_wrote_is_shown_as_text(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    post_update(order_id=order.pk, text="<script>alert(1)</script>", click=press(seller, order))
    html = signed_in(buyer).get(act_url(order)).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_a_delivered_file_is_a_download_for_the_two_parties_only(
    buyer: User, seller: User, outsider: User
) -> None:
    order = order_in("in_progress", buyer, seller)
    upload = SimpleUploadedFile("plan.svg", b"<svg onload='alert(1)'/>")
    deliver(order_id=order.pk, message="Look.", uploads=[upload], click=press(seller, order))
    url = act_url(order, f"files/{DeliveryFile.objects.get().pk}/")
    for user in (buyer, seller):
        answer = signed_in(user).get(url)
        assert answer["Content-Disposition"] == 'attachment; filename="plan.svg"'
        assert answer["Content-Type"] == "application/octet-stream"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert content_of(answer).startswith(b"<svg")
    assert signed_in(outsider).get(url).status_code == 404
    other = placed_order(buyer, seller)
    assert signed_in(buyer).get(act_url(other, f"files/{DeliveryFile.objects.get().pk}/")).status_code == 404
