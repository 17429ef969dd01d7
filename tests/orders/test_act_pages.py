"""What every page of an act holds: its side only, once, never on an old page, never in another state."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from accounts.models import User
from config.shared import clock
from orders import deadlines
from orders.models import Event, Order
from orders.standing import Actor, Standing
from orders.states import Act, Role
from orders.transitions import note
from tests.factories.orders import accepted, fresh, order_in
from tests.orders.pages import NEW_CARD, act_url, due, hidden, opened, signed_in, work_due

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Page:
    """One act's page: where, from which state, whose, what is typed, which event tells of it."""

    path: str
    state: str
    role: Role
    event: str
    typed: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.path.strip("/")


CANCELLATION = {"share": "split", "released_minor": "10.00", "reason": "I am ill."}
DELIVERY = {"message": "Here it is.", "link": "https://example.test/work"}
TERMS = {"do": "send", "days": "3", "amount": "60.00", "revisions": "0", "note": "It is bigger.", "rows": "0"}
B, S = Role.BUYER, Role.SELLER
PAGES = [
    Page("requirements/", "requirements", B, Act.ANSWER_REQUIREMENTS, {"question_0": "A bakery."}),
    Page("requirements/skip/", "requirements", S, Act.SKIP_REQUIREMENTS),
    Page("deliver/", "in_progress", S, Act.DELIVER, DELIVERY),
    Page("update/", "in_progress", S, Act.POST_UPDATE, {"text": "Half way."}),
    Page("revision/", "delivered", B, Act.REQUEST_REVISION, {"text": "Bluer, please."}),
    Page("extend/", "delivered", B, Act.EXTEND),
    Page("accept/continue/", "delivered", B, Act.ACCEPT_AND_CONTINUE, NEW_CARD),
    Page("accept/later/", "delivered", B, Act.ACCEPT_DECIDE_LATER),
    Page("accept/stop/", "delivered", B, Act.ACCEPT_AND_STOP),
    Page("accept/final/", "last_delivered", B, Act.ACCEPT_FINAL),
    Page("start/", "undecided", B, Act.FUND, NEW_CARD),
    Page("stop/", "undecided", B, Act.STOP),
    Page("pay/", "unpaid", B, Act.FUND, NEW_CARD),
    Page("end/", "undecided", S, Act.END_UNPAID),
    Page("cancellation/", "in_progress", S, Act.REQUEST_CANCELLATION, CANCELLATION),
    Page("cancellation/answer/accept/", "asked", B, Act.ACCEPT_CANCELLATION),
    Page("cancellation/answer/refuse/", "asked", B, Act.REFUSE_CANCELLATION, {"text": "It is nearly done."}),
    Page("cancellation/withdraw/", "asked", S, Act.WITHDRAW_CANCELLATION),
    Page("amendment/", "in_progress", S, Act.PROPOSE_AMENDMENT, TERMS),
    Page("amendment/revision/", "delivered", B, Act.PROPOSE_AMENDMENT, {"revisions": "1", "price": "15"}),
    Page("amendment/answer/", "proposed", B, Act.AMEND),
    Page("amendment/answer/", "proposed_dearer", B, Act.AMEND, NEW_CARD),
    Page("amendment/refuse/", "proposed", B, Act.REFUSE_AMENDMENT),
    Page("amendment/withdraw/", "proposed", S, Act.WITHDRAW_AMENDMENT),
    Page("amendment/pay/", "agreed_dearer", B, Act.AMEND, NEW_CARD),
    Page("dispute/", "delivered", B, Act.OPEN_DISPUTE, {"statement": "It is empty."}),
    Page("dispute/statement/", "disputed", B, Act.ADD_STATEMENT, {"text": "It is empty."}),
    Page("dispute/withdraw/", "disputed", B, Act.WITHDRAW_DISPUTE),
]
BOTH = {"dispute/", "dispute/statement/", "cancellation/", "amendment/", "amendment/revision/"}
LOOSE = {"update/", "dispute/statement/", "amendment/refuse/", "amendment/withdraw/"}
each_page = pytest.mark.parametrize("act_page", PAGES, ids=str)


@dataclass
class Scene:
    """An order, and who looks at it."""

    order: Order
    actor: User
    other: User

    def count(self, act_page: Page) -> int:
        return Event.objects.filter(order=self.order, act=act_page.event).count()


def scene_of(act_page: Page, buyer: User, seller: User) -> Scene:
    order = order_in(act_page.state, buyer, seller)
    people = (buyer, seller) if act_page.role == Role.BUYER else (seller, buyer)
    return Scene(order, *people)


@each_page
def test_carries_the_act_out_once_however_often_it_is_sent(act_page: Page, buyer: User, seller: User) -> None:
    scene = scene_of(act_page, buyer, seller)
    client, url, before = signed_in(scene.actor), act_url(scene.order, act_page.path), scene.count(act_page)
    data = {**opened(client, url), **act_page.typed}
    first, second = client.post(url, data), client.post(url, data)
    assert (first.status_code, second.status_code) == (302, 302), first.content
    assert first["Location"] == second["Location"] == act_url(scene.order)
    assert scene.count(act_page) == before + 1


@each_page
def test_is_for_its_side_only(act_page: Page, buyer: User, seller: User, outsider: User, staff: User) -> None:
    scene = scene_of(act_page, buyer, seller)
    url, before = act_url(scene.order, act_page.path), Event.objects.count()
    data = {**opened(signed_in(scene.actor), url), **act_page.typed}
    if act_page.path not in BOTH:
        assert signed_in(scene.other).get(url).status_code == 403
        assert signed_in(scene.other).post(url, data).status_code == 403
    for nobody in (outsider, staff):
        assert signed_in(nobody).get(url).status_code == 404
        assert signed_in(nobody).post(url, data).status_code == 404
    assert Event.objects.count() == before


@each_page
def test_an_old_page_comes_back_fresh_with_what_was_typed(act_page: Page, buyer: User, seller: User) -> None:
    scene = scene_of(act_page, buyer, seller)
    client, url, before = signed_in(scene.actor), act_url(scene.order, act_page.path), scene.count(act_page)
    data = {**opened(client, url), **act_page.typed, "version": "1" if scene.order.version > 1 else "0"}
    answer = client.post(url, data)
    if act_page.path in LOOSE:
        assert answer.status_code == 302
        return
    html = answer.content.decode()
    assert answer.status_code == 409, html
    assert "This changed while the page was open" in html
    assert scene.count(act_page) == before
    for name in ("text", "statement", "message"):
        assert act_page.typed.get(name, "") in html
    again = {**data, **hidden(html)}
    if act_page.typed is NEW_CARD:
        again["card"] = str(scene.actor.saved_cards.latest("created_at").pk)
    assert again["command"] != data["command"]
    assert client.post(url, again).status_code == 302
    assert scene.count(act_page) == before + 1


@each_page
def test_says_in_words_what_is_not_possible_any_more(act_page: Page, buyer: User, seller: User) -> None:
    order = order_in("stopped", buyer, seller)
    actor = buyer if act_page.role == Role.BUYER else seller
    for headers in ({}, HTMX):
        answer = signed_in(actor).get(act_url(order, act_page.path), headers=headers)
        html = answer.content.decode()
        assert answer.status_code == 409
        assert "This order has ended" in html
        assert act_url(order) in html
        assert ("<html" in html) is not bool(headers)


@each_page
def test_opens_in_a_dialog_and_leaves_it_for_the_order(act_page: Page, buyer: User, seller: User) -> None:
    scene = scene_of(act_page, buyer, seller)
    client, url = signed_in(scene.actor), act_url(scene.order, act_page.path)
    fragment = client.get(url, headers=HTMX)
    assert "<html" not in fragment.content.decode()
    assert fragment["Vary"].find("HX-Request") >= 0
    answer = client.post(url, {**hidden(fragment.content.decode()), **act_page.typed}, headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, act_url(scene.order))


@pytest.mark.parametrize("act_page", [page for page in PAGES if page.state == "delivered"], ids=str)
def test_a_click_after_the_deadline_closes_the_order_and_says_so(
    act_page: Page, buyer: User, seller: User
) -> None:
    scene = scene_of(act_page, buyer, seller)
    client, url = signed_in(scene.actor), act_url(scene.order, act_page.path)
    data = {**opened(client, url), **act_page.typed}
    with clock.travelled_to(due(scene.order)):
        answer = client.post(url, data)
    assert answer.status_code == 409
    assert "so the order was closed" in answer.content.decode()
    assert fresh(scene.order.pk).reason == "unanswered"


@pytest.mark.parametrize(
    "act_page", [page for page in PAGES if set(page.typed) & {"text", "statement", "message"}], ids=str
)
def test_nothing_typed_is_refused_beside_the_field(act_page: Page, buyer: User, seller: User) -> None:
    scene = scene_of(act_page, buyer, seller)
    client, url, before = signed_in(scene.actor), act_url(scene.order, act_page.path), Event.objects.count()
    answer = client.post(url, {**opened(client, url), **dict.fromkeys(act_page.typed, "  ")})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert Event.objects.count() == before


@pytest.mark.parametrize("bad", ["", "no-uuid"])
def test_a_form_without_its_one_time_id_comes_back_readable(bad: str, buyer: User, seller: User) -> None:
    order = order_in("delivered", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "revision/")
    answer = client.post(url, {**opened(client, url), "command": bad, "text": "Bluer."})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Bluer." in html
    assert client.post(url, {**hidden(html), "text": "Bluer."}).status_code == 302


def test_a_very_late_milestone_is_cancelled_and_refunded_with_its_fee(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "cancel/")
    assert client.get(url).status_code == 409
    late = deadlines.very_late_at(order.windows, work_due(order))
    with clock.travelled_to(late):
        page = client.get(url)
        assert "$63.30" in page.content.decode()
        answer = client.post(url, hidden(page.content.decode()))
    assert answer.status_code == 302
    assert (fresh(order.pk).status, fresh(order.pk).reason) == ("cancelled", "very_late")


def test_an_event_that_has_no_words_of_its_own_still_shows(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    standing = Standing(order, list(order.milestones.order_by("position")))
    note(standing, Act.PAY, Actor(Role.BUYER, buyer.pk), clock.now(), {})
    assert "Pay." in signed_in(buyer).get(act_url(order)).content.decode()


def test_what_was_written_is_not_lost_when_the_act_is_over(buyer: User, seller: User) -> None:
    order = order_in("delivered", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "revision/")
    data = {**opened(client, url), "text": "The <b>blue</b> is too cold."}
    accepted(order, Act.ACCEPT_DECIDE_LATER)
    for headers in ({}, HTMX):
        answer = client.post(url, data, headers=headers)
        html = answer.content.decode()
        assert answer.status_code == 409
        assert "The &lt;b&gt;blue&lt;/b&gt; is too cold.</textarea>" in html
        assert "is not possible any more" in html
        assert "is not paid yet" in html  # how it stands now


def test_proposed_terms_are_not_lost_when_the_order_is_over(buyer: User, seller: User) -> None:
    order = order_in("delivered", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "amendment/")
    data = {
        **opened(client, url),
        "do": "send",
        "days": "3",
        "amount": "60",
        "rows": "0",
        "note": "More time.",
    }
    accepted(order, Act.ACCEPT_AND_STOP)
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert "More days: 3\nAmount: 60\nWhy?: More time.</textarea>" in answer.content.decode()


def test_a_card_is_never_written_back(buyer: User, seller: User) -> None:
    order = order_in("undecided", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "start/")
    data = {**opened(client, url), **NEW_CARD}
    client.post(act_url(order, "stop/"), opened(client, act_url(order, "stop/")))
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert "4242 4242" not in answer.content.decode()


def test_a_form_that_cannot_be_read_is_not_asked_for_again_when_the_act_is_over(
    buyer: User, seller: User
) -> None:
    order = order_in("delivered", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "cancellation/")
    data = {**opened(client, url), "share": "split", "released_minor": "half", "reason": "Too slow."}
    accepted(order, Act.ACCEPT_AND_STOP)
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert "Reason: Too slow.</textarea>" in answer.content.decode()


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (None, "You can ask as often as you need."),
        (1, "This is the last of the agreed revisions."),
        (2, "After this one 1 revision is left."),
        (3, "After this one 2 revisions are left."),
    ],
)
def test_a_revision_says_how_many_are_left(left: int | None, words: str, buyer: User, seller: User) -> None:
    order = order_in("delivered", buyer, seller)
    order.milestones.filter(position=1).update(revisions=left)
    assert words in signed_in(buyer).get(act_url(order, "revision/")).content.decode()


def test_starting_after_a_failed_payment_points_to_paying_again(buyer: User, seller: User) -> None:
    order = order_in("next_failed", buyer, seller)
    answer = signed_in(buyer).get(act_url(order, "start/"))
    assert answer.status_code == 409
    assert "where to pay it again" in answer.content.decode()
