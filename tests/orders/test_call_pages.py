"""The pages of calls, without JavaScript and in a dialog; who gets which; what comes back from bad input."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.shared import clock
from orders.models import Call, Order
from orders.states import Act
from tests.factories.calls import LINK, agreed, proposed, stored, suggested, zoomed
from tests.factories.orders import accepted, delivered, fresh, order_in
from tests.orders.pages import act_url, hidden, opened, signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def order(buyer: User, seller: User) -> Order:
    """In progress; its first two milestones include calls."""
    return zoomed(order_in("in_progress", buyer, seller), 1, 2)


def in_zone(user: User, name: str) -> Client:
    User.objects.filter(pk=user.pk).update(time_zone=name)
    return signed_in(User.objects.get(pk=user.pk))


def typed(when: datetime, zone: str = "UTC", **more: Any) -> dict[str, Any]:
    local = when.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
    return {"when": local, "minutes": "45", "link": LINK, "note": "Sketches", **more}


def form_of(client: Client, order: Order) -> dict[str, str]:
    page = client.get(act_url(order, "calls/new/"))
    assert page.status_code == 200
    return hidden(page.content.decode())


def first_milestone(order: Order) -> str:
    return str(order.milestones.get(position=1).pk)


def page_of(user: User, order: Order) -> str:
    return signed_in(user).get(act_url(order)).content.decode()


def test_a_call_is_proposed_in_ones_own_zone_and_shown_on_both_clocks(
    order: Order, buyer: User, seller: User
) -> None:
    client, when = in_zone(buyer, "Europe/Berlin"), datetime(2026, 12, 1, 13, 5, tzinfo=ZoneInfo("UTC"))
    User.objects.filter(pk=seller.pk).update(time_zone="America/New_York")
    with clock.travelled_to(when - timedelta(days=3)):
        data = {**form_of(client, order), **typed(when, "Europe/Berlin", milestone=first_milestone(order))}
        answer = client.post(act_url(order, "calls/new/"), data)
        assert (answer.status_code, answer["Location"]) == (302, act_url(order)), answer.content
        call = Call.objects.get()
        assert (call.starts_at, call.minutes, call.note) == (when, 45, "Sketches")
        assert "14:05 (your time), 08:05 for Sam Seller" in client.get(act_url(order)).content.decode()
        assert "08:05 (your time), 14:05 for Bea Buyer" in page_of(User.objects.get(pk=seller.pk), order)


def test_a_press_twice_proposes_once(order: Order, buyer: User) -> None:
    client = signed_in(buyer)
    when = clock.now() + timedelta(days=1)
    data = {**form_of(client, order), **typed(when, milestone=first_milestone(order))}
    answers = [client.post(act_url(order, "calls/new/"), data).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert Call.objects.count() == 1


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"when": ""}, "This field is required"),
        ({"when": "tomorrow"}, "Choose a day and a time"),
        ({"when": "2026-13-01T10:00"}, "Choose a day and a time"),
        ({"when": "0001-01-01T00:00"}, "within the next 90 days"),
        ({"when": "9999-12-31T23:59"}, "within the next 90 days"),
        ({"when": "2020-01-01T10:00"}, "at least 10 minutes"),
        ({"link": "http://zoom.us/j/1"}, "it begins with https://"),
        ({"link": "javascript:alert(1)"}, "it begins with https://"),
        ({"link": "https://me:pw@zoom.us/"}, "Leave out the name and password"),
        ({"minutes": "17"}, "Select a valid choice"),
        ({"note": "x" * 501}, "Keep it within 500"),
    ],
)
def test_bad_input_comes_back_with_words_and_with_what_was_typed(
    bad: dict[str, str], words: str, order: Order, buyer: User
) -> None:
    client = in_zone(buyer, "Europe/Berlin")
    good = typed(clock.now() + timedelta(days=1), milestone=first_milestone(order), note="Keep me")
    answer = client.post(act_url(order, "calls/new/"), {**form_of(client, order), **good, **bad})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert 'aria-invalid="true"' in html
    assert "note" in bad or "Keep me" in html
    assert not Call.objects.exists()


def test_a_time_that_clocks_jump_over_is_refused(buyer: User, seller: User) -> None:
    client = in_zone(buyer, "Europe/Berlin")
    with clock.travelled_to(datetime(2027, 3, 20, tzinfo=ZoneInfo("UTC"))):
        order = zoomed(order_in("in_progress", buyer, seller), 1)
        data = {**form_of(client, order), **typed(clock.now(), milestone=first_milestone(order))}
        answer = client.post(act_url(order, "calls/new/"), {**data, "when": "2027-03-28T02:30"})
    assert answer.status_code == 422
    assert "02:30 does not exist" in answer.content.decode()


def test_a_time_that_comes_twice_asks_which(buyer: User, seller: User) -> None:
    client = in_zone(buyer, "America/New_York")
    with clock.travelled_to(datetime(2027, 11, 5, 12, tzinfo=ZoneInfo("UTC"))):
        order = zoomed(order_in("in_progress", buyer, seller), 1)
        url = act_url(order, "calls/new/")
        data = {**opened(client, url), **typed(clock.now()), "when": "2027-11-07T01:30"}
        first = client.post(url, data)
        html = first.content.decode()
        assert first.status_code == 422
        assert "this time comes twice" in html
        assert "The first, before clocks go back (EDT)" in html
        assert "The second, after they went back (EST)" in html
        assert client.post(url, {**data, "which": "1"}).status_code == 302
    assert Call.objects.get().starts_at == datetime(2027, 11, 7, 6, 30, tzinfo=ZoneInfo("UTC"))


def test_one_milestone_is_not_asked_for(buyer: User, seller: User) -> None:
    order = zoomed(order_in("in_progress", buyer, seller), 1)
    html = signed_in(seller).get(act_url(order, "calls/new/")).content.decode()
    assert re.search(r'<input type="hidden" name="milestone" value="[0-9a-f-]{36}"', html)
    assert "For which milestone" not in html


def test_whoever_proposed_gets_403_for_answering_it(order: Order, buyer: User, seller: User) -> None:
    call = proposed(order, buyer)
    for path, wrong in (("accept", buyer), ("decline", buyer), ("withdraw", seller)):
        url = act_url(order, f"calls/{call.pk}/{path}/")
        assert signed_in(wrong).get(url).status_code == 403
        assert signed_in(wrong).post(url, {}).status_code == 403
    assert stored(call).status == "proposed"


@pytest.mark.parametrize("path", ["accept/", "decline/", "move/", "withdraw/", "cancel/", ".ics"])
def test_outsiders_and_staff_learn_nothing(
    path: str, order: Order, buyer: User, outsider: User, staff: User
) -> None:
    call = agreed(order, buyer)
    address = f"calls/{call.pk}{path}" if path == ".ics" else f"calls/{call.pk}/{path}"
    for nobody in (outsider, staff):
        assert signed_in(nobody).get(act_url(order, address)).status_code == 404


def test_a_call_of_another_order_is_404(order: Order, buyer: User, seller: User) -> None:
    other = zoomed(order_in("in_progress", buyer, seller))
    call = agreed(other, buyer)
    for path in (f"calls/{call.pk}/move/", f"calls/{call.pk}.ics"):
        assert signed_in(buyer).get(act_url(order, path)).status_code == 404


def test_a_call_that_was_answered_meanwhile_says_so(order: Order, buyer: User, seller: User) -> None:
    call = proposed(order, buyer)
    client, url = signed_in(seller), act_url(order, f"calls/{call.pk}/accept/")
    data = opened(client, url)
    assert (
        client.post(
            act_url(order, f"calls/{call.pk}/decline/"),
            opened(client, act_url(order, f"calls/{call.pk}/decline/")),
        ).status_code
        == 302
    )
    for answer in (client.post(url, data), client.get(url)):
        assert answer.status_code == 409
        assert (
            "answered or taken back" in answer.content.decode()
            or "answered, taken back" in answer.content.decode()
        )


@pytest.mark.parametrize("path", ["accept", "decline", "move", "withdraw", "cancel"])
def test_every_act_opens_in_a_dialog_and_leaves_it_for_the_order(
    path: str, order: Order, buyer: User, seller: User
) -> None:
    call = agreed(order, buyer) if path == "cancel" else proposed(order, buyer)
    client, url = (
        signed_in(buyer if path == "withdraw" else seller),
        act_url(order, f"calls/{call.pk}/{path}/"),
    )
    fragment = client.get(url, headers=HTMX)
    assert "<html" not in fragment.content.decode()
    later = typed(clock.now() + timedelta(days=5)) if path == "move" else {"word": "Ill"}
    answer = client.post(url, {**hidden(fragment.content.decode()), **later}, headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, act_url(order)), answer.content
    assert (
        stored(call).status
        == {
            "accept": "accepted",
            "decline": "declined",
            "move": "replaced",
            "withdraw": "withdrawn",
            "cancel": "cancelled",
        }[path]
    )


def test_moving_begins_with_what_is(order: Order, buyer: User) -> None:
    call = agreed(order, buyer, note="Sketches")
    html = in_zone(buyer, "Asia/Tokyo").get(act_url(order, f"calls/{call.pk}/move/")).content.decode()
    assert f'value="{call.starts_at.astimezone(ZoneInfo("Asia/Tokyo")):%Y-%m-%dT%H:%M}"' in html
    assert "stands until Sam Seller accepts the new time" in html


class TestOrderPage:
    """The section "Calls"."""

    def test_is_there_only_where_calls_are_included(self, buyer: User, seller: User) -> None:
        plain = order_in("in_progress", buyer, seller)
        assert 'id="calls"' not in page_of(buyer, plain)
        assert 'id="calls"' in page_of(buyer, zoomed(plain, 3))

    def test_an_empty_one_says_what_to_do(self, order: Order, buyer: User) -> None:
        html = page_of(buyer, order)
        assert "Propose a time and a meeting link" in html
        assert act_url(order, "calls/new/") in html

    def test_shows_each_side_its_own_buttons(self, order: Order, buyer: User, seller: User) -> None:
        call = proposed(order, buyer)
        mine, theirs = page_of(buyer, order), page_of(seller, order)
        for path, on_mine in (("accept", False), ("decline", False), ("withdraw", True)):
            url = act_url(order, f"calls/{call.pk}/{path}/")
            assert (url in mine) is on_mine
            assert (url in theirs) is not on_mine

    def test_a_link_leads_out_safely_and_shows_its_host(self, order: Order, buyer: User) -> None:
        call = agreed(order, buyer)
        html = page_of(buyer, order)
        assert f'href="{LINK}" rel="noopener noreferrer nofollow" target="_blank"' in html
        assert "Join at zoom.us" in html
        assert act_url(order, f"calls/{call.pk}.ics") in html

    def test_what_is_over_stands_below_without_buttons(self, order: Order, buyer: User) -> None:
        call = agreed(order, buyer)
        with clock.travelled_to(call.ends_at):
            html = page_of(buyer, order)
        assert "Earlier calls" in html
        assert f"calls/{call.pk}/" not in html

    def test_the_timeline_and_the_end_speak_of_it(self, order: Order, buyer: User) -> None:
        call = agreed(order, buyer)
        suggested(call, buyer, call.starts_at + timedelta(days=1))
        accepted(delivered(order), Act.ACCEPT_DECIDE_LATER)
        html = page_of(buyer, order)
        for words in ("proposed a call on", "accepted the call on", "suggested", " are off."):
            assert words in html

    def test_costs_no_statement_more_for_more_calls(self, order: Order, buyer: User) -> None:
        before = statements(signed_in(buyer), order)
        for hours in (1, 2, 3):
            proposed(order, buyer, clock.now() + timedelta(hours=hours))
        assert statements(signed_in(buyer), order) == before <= 12


def statements(client: Client, order: Order) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(act_url(order))
    return len(seen)


def test_says_nothing_of_calls_that_cannot_come_any_more(buyer: User, seller: User) -> None:
    order = zoomed(order_in("in_progress", buyer, seller), 1)
    assert "No call is planned." in page_of(buyer, order)
    order = accepted(delivered(order), Act.ACCEPT_AND_CONTINUE)
    assert all('id="calls"' not in page_of(user, order) for user in (buyer, seller))


def test_earlier_calls_stay_without_a_word_of_others(order: Order, buyer: User, seller: User) -> None:
    agreed(order, buyer)
    for _ in "ab":
        order = accepted(delivered(fresh(order.pk)), Act.ACCEPT_AND_CONTINUE)
    html = page_of(buyer, order)
    assert "Earlier calls" in html
    assert "No call is planned." not in html
