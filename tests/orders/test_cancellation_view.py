"""The pages of a cancellation by agreement: asking, the figures, the two answers, and where it shows."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.urls import reverse

from accounts.models import User
from config.shared import clock
from orders.models import CancellationRequest, Event, Settlement
from orders.queries.actions import actions_for
from orders.queries.case import case_of
from orders.states import Act, Role
from tests.factories.orders import fresh, order_in
from tests.orders import stories
from tests.orders.cancelling import ask
from tests.orders.pages import act_url, due, opened, sent, signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ASK = "cancellation/"


def test_asks_with_a_split_and_shows_the_request_to_both(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    typed = {"share": "split", "released_minor": "20.00", "reason": "I am ill."}
    assert sent(signed_in(seller), act_url(order, ASK), **typed).status_code == 302
    request = CancellationRequest.objects.get(order=order)
    assert (request.released_minor, request.amount_minor, request.requester_role) == (2_000, 6_000, "seller")
    mine, theirs = (signed_in(who).get(act_url(order)).content.decode() for who in (seller, buyer))
    for page in (mine, theirs):
        assert "I am ill." in page
        assert "Without an answer it lapses" in page
    assert "Withdraw request" in mine
    assert "Accept cancellation" not in mine
    assert "Accept cancellation" in theirs
    assert "Refuse cancellation" in theirs
    assert "$16.00 would go to you after commission and $42.20 would go back to" in mine


@pytest.mark.parametrize(
    ("share", "part", "says"),
    [
        ("refund", "", "the order ends as cancelled"),
        ("refund", "", "Refunded"),
        ("split", "20.00", "Held, with the fee"),
        ("split", "20.00", "$16.00"),
        ("split", "20.00", "the order ends as completed"),
        ("split", "60.01", "from nothing to $60.00"),
        ("split", "much", "from nothing to $60.00"),
        ("pay", "", "$48.00"),
    ],
)
def test_the_figures_follow_what_is_typed_and_nothing_happens(
    buyer: User, seller: User, share: str, part: str, says: str
) -> None:
    order = order_in("in_progress", buyer, seller)
    client, url, events = signed_in(buyer), act_url(order, ASK), Event.objects.count()
    data = {**opened(client, url), "share": share, "released_minor": part, "figures": "1"}
    live, plain = client.post(url, data, headers=HTMX), client.post(url, data)
    assert (live.status_code, plain.status_code) == (200, 200)
    for answer in (live, plain):
        assert says in answer.content.decode()
    assert "<form" not in live.content.decode()
    assert f'value="{part}"' in plain.content.decode() or not part
    assert "aria-invalid" not in plain.content.decode()
    assert (CancellationRequest.objects.count(), Event.objects.count()) == (0, events)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"share": "split", "released_minor": "60.01", "reason": "Ill."}, "released_minor"),
        ({"share": "split", "released_minor": "", "reason": "Ill."}, "released_minor"),
        ({"share": "split", "released_minor": "1.234", "reason": "Ill."}, "released_minor"),
        ({"share": "refund", "reason": " "}, "reason"),
        ({"share": "half", "reason": "Ill."}, "share"),
    ],
)
def test_names_the_fault_beside_its_field(
    buyer: User, seller: User, typed: dict[str, str], field: str
) -> None:
    order = order_in("in_progress", buyer, seller)
    answer = sent(signed_in(buyer), act_url(order, ASK), **typed)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not CancellationRequest.objects.exists()


def test_the_answer_page_shows_both_previews(buyer: User, seller: User) -> None:
    order = order_in("asked", buyer, seller)
    page = signed_in(buyer).get(act_url(order, "cancellation/answer/")).content.decode()
    for words in (
        "I am ill.",
        "Accept cancellation",
        "Refuse cancellation",
        "the order ends as completed",
        "goes on",
    ):
        assert words in page
    assert signed_in(seller).get(act_url(order, "cancellation/answer/")).status_code == 403
    assert signed_in(seller).get(act_url(order, "cancellation/answer/accept/")).status_code == 403
    assert signed_in(buyer).get(act_url(order, "cancellation/withdraw/")).status_code == 403
    assert signed_in(buyer).get(act_url(order, "cancellation/answer/perhaps/")).status_code == 404


def test_says_that_nothing_is_asked(buyer: User, seller: User) -> None:
    order = order_in("delivered", buyer, seller)
    for path in ("answer/", "answer/accept/", "withdraw/"):
        answer = signed_in(buyer).get(act_url(order, f"cancellation/{path}"))
        assert answer.status_code == 409
        assert "No cancellation request is open." in answer.content.decode()


def test_a_second_request_is_refused_in_words(buyer: User, seller: User) -> None:
    order = order_in("asked", buyer, seller)
    for user in (buyer, seller):
        answer = signed_in(user).get(act_url(order, ASK))
        assert answer.status_code == 409
        assert "one request is open at a time" in answer.content.decode()


def test_a_late_answer_says_that_the_request_has_lapsed(buyer: User, seller: User) -> None:
    order = order_in("asked_delivered", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "cancellation/answer/accept/")
    data = opened(client, url)
    with clock.travelled_to(due(order)):
        answer = client.post(url, data)
    assert answer.status_code == 409
    assert "so the request has lapsed" in answer.content.decode()
    assert fresh(order.pk).status == "active"
    assert not Settlement.objects.exists()


def test_the_page_between_the_deadline_and_the_sweep_promises_nothing(buyer: User, seller: User) -> None:
    order = order_in("asked_delivered", buyer, seller)
    with clock.travelled_to(due(order)):
        page = signed_in(buyer).get(act_url(order)).content.decode()
    assert "The time to answer is over" in page
    assert "Accept cancellation" not in page


def test_the_delivery_can_still_be_accepted_from_the_page(buyer: User, seller: User) -> None:
    order = order_in("asked_delivered", buyer, seller)
    acts = {action.act for action in actions_for(case_of(order, Role.BUYER, clock.now()))}
    assert {Act.ACCEPT_AND_CONTINUE, Act.REQUEST_REVISION, Act.ACCEPT_CANCELLATION} <= acts
    assert Act.REQUEST_CANCELLATION not in acts


def test_the_dashboards_know_whose_turn_it_is(buyer: User, seller: User) -> None:
    order = order_in("asked", buyer, seller)
    theirs = signed_in(buyer).get(reverse("orders:buying")).content.decode()
    mine = signed_in(seller).get(reverse("orders:selling")).content.decode()
    assert "Answer the request" in theirs
    assert act_url(order, "cancellation/answer/") in theirs
    assert "Answer the request" not in mine


def test_costs_the_order_page_one_statement(
    buyer: User, seller: User, django_assert_max_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    order = order_in("asked_delivered", buyer, seller)
    client = signed_in(buyer)
    client.get(act_url(order))
    with django_assert_max_num_queries(12):
        assert client.get(act_url(order)).status_code == 200


def test_the_seller_ends_an_unpaid_order_from_its_page(buyer: User, seller: User) -> None:
    order = order_in("undecided", buyer, seller)
    page = signed_in(seller).get(act_url(order)).content.decode()
    assert "End order" in page
    assert sent(signed_in(seller), act_url(order, "end/")).status_code == 302
    ended = signed_in(buyer).get(act_url(order)).content.decode()
    assert f"{seller.label} ended the order before" in ended


def test_agreed_ends_read_as_what_they_are(buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    ask(order, seller)
    assert sent(signed_in(buyer), act_url(order, "cancellation/answer/accept/")).status_code == 302
    page = signed_in(buyer).get(act_url(order)).content.decode()
    assert "was cancelled by agreement; you get its money and fee back" in page


def test_where_revisions_are_used_up_the_page_says_what_is_left_to_do(buyer: User, seller: User) -> None:
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2, revisions=0))
    page = signed_in(buyer).get(act_url(order)).content.decode()
    assert (
        "buy one more revision: all of them are used. You can also ask to cancel, or open a dispute." in page
    )
    for words in ("Buy one more revision", "Request cancellation", "Open a dispute"):
        assert words in page
    answer = signed_in(buyer).get(act_url(order, "revision/"))
    assert answer.status_code == 409
    assert "buy one more revision, ask to cancel the milestone, or open a dispute" in answer.content.decode()
