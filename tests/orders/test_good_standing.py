"""A suspended side or a denied gig: nothing new begins, what runs may end, by the table and by every page and click."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest

from accounts.models import User
from accounts.operations.standing import restore_member, suspend_member
from config.shared import clock
from gigs.operations import allow_gig, deny_gig
from orders import good_standing, operations
from orders.good_standing import ALL, BEGINS, SIDES, Bar, bars_of
from orders.models import Event, Order
from orders.operations.sweeping import run_due
from orders.states import Act, OrderStatus, Role
from tests.factories.orders import fresh, order_in
from tests.orders import stories
from tests.orders.pages import NEW_CARD, act_url, hidden, opened, signed_in
from tests.orders.test_act_pages import PAGES, Page

WHY = "Sold what was not theirs."
BARS = (Bar.BUYER, Bar.SELLER, Bar.GIG)


PRESSED = {
    "pay/": Act.PAY,
    "start/": Act.START_NEXT,
    "amendment/answer/": Act.ACCEPT_AMENDMENT,
    "amendment/pay/": Act.PAY_AMENDMENT,
}
"""Pages whose act leaves another event than its own."""


def put(bar: Bar, order: Order, staff: User) -> None:
    """Staff put this bar in the way."""
    if bar == Bar.GIG:
        deny_gig(gig_id=order.gig_id, actor_id=staff.pk, reason=WHY, at=clock.now())
        return
    user_id = order.buyer_id if bar == Bar.BUYER else order.seller_id
    suspend_member(actor_id=staff.pk, user_id=user_id, reason=WHY, at=clock.now())


def lift(bar: Bar, order: Order, staff: User) -> None:
    """Staff take it away again."""
    if bar == Bar.GIG:
        allow_gig(gig_id=order.gig_id, actor_id=staff.pk, reason=WHY, at=clock.now())
        return
    user_id = order.buyer_id if bar == Bar.BUYER else order.seller_id
    restore_member(actor_id=staff.pk, user_id=user_id, reason=WHY, at=clock.now())


def expected_bars(page: Page) -> frozenset[Bar]:
    """What the table says of a page's act, with "whoever acts" told apart by its role."""
    act = PRESSED.get(page.path, page.event)
    status = OrderStatus.AWAITING_PAYMENT if page.state == "unpaid" else OrderStatus.ACTIVE
    own = Bar.BUYER if page.role == Role.BUYER else Bar.SELLER
    return frozenset(own if bar == Bar.SELF else bar for bar in bars_of(act, status))


def test_the_table_names_acts_that_exist() -> None:
    assert set(BEGINS) <= set(Act.values)
    assert all(bars and bars <= ALL | {Bar.SELF} for bars in BEGINS.values())


def test_before_the_first_payment_the_gig_counts_too() -> None:
    assert bars_of(Act.PAY, OrderStatus.AWAITING_PAYMENT) == ALL
    assert bars_of(Act.PAY, OrderStatus.ACTIVE) == SIDES
    assert bars_of(Act.DELIVER, OrderStatus.ACTIVE) == frozenset()
    assert bars_of(Act.ACCEPT_FINAL, OrderStatus.ACTIVE) == frozenset()


@pytest.mark.django_db
@pytest.mark.parametrize("bar", BARS, ids=lambda bar: bar.name.lower())
@pytest.mark.parametrize("act_page", PAGES, ids=str)
def test_every_act_obeys_the_table(act_page: Page, bar: Bar, buyer: User, seller: User, staff: User) -> None:
    order = order_in(act_page.state, buyer, seller)
    client, url = signed_in(buyer if act_page.role == Role.BUYER else seller), act_url(order, act_page.path)
    data = {**opened(client, url), **act_page.typed}
    count = Event.objects.filter(order=order, act=act_page.event).count()
    put(bar, order, staff)
    sent, again = client.post(url, data), client.get(url)
    if bar not in expected_bars(act_page):
        assert sent.status_code == 302, sent.content.decode()
        assert Event.objects.filter(order=order, act=act_page.event).count() == count + 1
        return
    for answer in (sent, again):
        assert answer.status_code == 409
        assert "suspended" in answer.content.decode() or "taken off the market" in answer.content.decode()
    assert Event.objects.filter(order=order, act=act_page.event).count() == count
    lift(bar, order, staff)
    assert client.post(url, {**hidden(client.get(url).content.decode()), **act_page.typed}).status_code == 302


GUARDED = (
    "allowed(",
    "apply(",
    "settle_milestone(",
    "must_be_allowed(",
    "check_sides(",
    "accept_offer_row(",
    "in_good_standing",
)
"""What a family of operations asks, directly or by what it calls, before anything new begins."""


def families_of_people() -> Iterator[tuple[str, str]]:
    """Every family of operations that carries a person's click, with its source."""
    for module in pkgutil.iter_modules(operations.__path__):
        loaded = importlib.import_module(f"orders.operations.{module.name}")
        own = [
            f for _, f in inspect.getmembers(loaded, inspect.isfunction) if f.__module__ == loaded.__name__
        ]
        if any("click" in inspect.signature(function).parameters for function in own):
            yield module.name, inspect.getsource(loaded)


def test_every_family_of_clicks_passes_the_guard() -> None:
    found = dict(families_of_people())
    assert {"accepting", "delivering", "funding", "placing", "stopping", "disputing", "stating"} <= set(found)
    for shape in ("acting", "locking"):  # of every click, without an act of their own
        found.pop(shape, None)
    for end in ("unsubscribing", "goodwill", "cards"):  # they only end, give back, or keep a card
        found.pop(end, None)
    assert [name for name, source in found.items() if not any(ask in source for ask in GUARDED)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("bar", [Bar.BUYER, Bar.SELLER], ids=lambda bar: bar.name.lower())
def test_the_next_milestone_waits_and_the_order_ends_by_its_clock(
    bar: Bar, buyer: User, seller: User, staff: User
) -> None:
    order = order_in("undecided", buyer, seller)
    put(bar, order, staff)
    for user in (buyer, seller):
        html = signed_in(user).get(act_url(order)).content.decode()
        assert "cannot begin now" in html
        assert "suspended" in html
        assert "the order ends as completed" in html
    assert "Start next milestone" not in signed_in(buyer).get(act_url(order)).content.decode()
    assert order.due_at is not None
    with clock.travelled_to(order.due_at):
        run_due()
    assert (fresh(order.pk).status, fresh(order.pk).reason) == ("completed", "not_funded")


@pytest.mark.django_db
def test_a_suspended_side_leaves_the_other_ways_to_accept(buyer: User, seller: User, staff: User) -> None:
    order = order_in("delivered", buyer, seller)
    put(Bar.SELLER, order, staff)
    html = signed_in(buyer).get(act_url(order)).content.decode()
    assert "Accept and continue" not in html
    assert "Accept, decide later" in html
    assert "Accept and stop" in html
    assert "The account of Sam Seller is suspended" in html


@pytest.mark.django_db
def test_a_bank_that_asks_is_not_answered_after_a_suspension(buyer: User, seller: User, staff: User) -> None:
    order = order_in("asks_bank", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "pay/authenticate/")
    page = client.get(url)
    assert page.status_code == 200
    put(Bar.SELLER, order, staff)
    answer = client.post(url, {**hidden(page.content.decode()), "answer": "yes"})
    assert answer.status_code == 409
    assert fresh(order.pk).status == "awaiting_payment"
    assert not Event.objects.filter(order=order, act=Act.FUND).exists()


@pytest.mark.django_db
def test_what_was_paid_before_the_suspension_takes_effect(buyer: User, seller: User, staff: User) -> None:
    order = order_in("checked", buyer, seller)
    put(Bar.BUYER, order, staff)
    with stories.later(minutes=5):
        run_due()
    assert fresh(order.pk).status == "active"


@pytest.mark.django_db
def test_an_accepted_milestone_is_not_lost_when_continuing_is_refused(
    buyer: User, seller: User, staff: User
) -> None:
    order = order_in("delivered", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "accept/continue/")
    data = {**opened(client, url), **NEW_CARD}
    put(Bar.BUYER, order, staff)
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert "Your account is suspended" in answer.content.decode()
    stored = fresh(order.pk)
    assert (stored.current, stored.version) == (1, order.version)


def test_words_name_nobody_who_is_not_in_the_way() -> None:
    assert good_standing.words_against(Order(status=OrderStatus.ACTIVE), Act.DELIVER, Role.SELLER) == ""
