"""Writing a review, reading it where everybody does, and reading nothing before that."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.shared import clock
from gigs.models import Gig
from orders.models import Order, Review
from orders.operations.hiding import hide_review
from orders.operations.reviewing import Opinion, reply
from tests.orders import stories
from tests.orders.pages import signed_in
from tests.orders.reviews import BAD, GOOD, completed, review

pytestmark = pytest.mark.django_db


def page(user: User | None, path: str) -> str:
    return (signed_in(user) if user else Client()).get(path).content.decode()


def pages_of(order: Order) -> list[str]:
    gig, seller, buyer = order.gig.slug, order.seller.handle, order.buyer.handle
    return [
        f"/orders/{order.number}/",
        f"/orders/{order.number}/review/",
        f"/gigs/{gig}/",
        f"/gigs/{gig}/reviews/",
        f"/people/{seller}/",
        f"/people/{seller}/reviews/",
        f"/people/{buyer}/reviews/?as=buyer",
        f"/people/{buyer}/",
        "/notifications/",
        "/buying/",
        "/selling/",
    ]


def typed(opinion: Opinion, shown: str) -> dict[str, str]:
    command = re.search(r'name="command" value="([^"]+)"', shown)
    assert command
    stars = dict(zip(("first", "second", "third"), map(str, opinion.stars), strict=True))
    words = {"text": opinion.text, "private_note": opinion.private_note}
    return {**stars, **words, "command": command[1]}


@pytest.mark.parametrize("writer", ["buyer", "seller"])
def test_what_one_wrote_is_nowhere_before_the_other_wrote_too(
    writer: str, buyer: User, seller: User, outsider: User
) -> None:
    order = completed(seller, buyer)
    author, reader = (buyer, seller) if writer == "buyer" else (seller, buyer)
    before = {path: len(re.findall("stars", page(None, path))) for path in pages_of(order)[2:8]}
    review(order, author, BAD)
    for person in (reader, outsider, None):
        for path in pages_of(order):
            html = page(person, path)
            assert BAD.text not in html, (person, path)
            assert not re.search(r"(?<![\d:.])1\.7(?!\d)", html), (person, path)  # its stars, not a moment's
    assert before == {path: len(re.findall("stars", page(None, path))) for path in pages_of(order)[2:8]}
    assert f"{author.label} wrote a review" in page(reader, f"/orders/{order.number}/")

    review(order, reader, GOOD)
    for person in (buyer, seller):
        html = page(person, f"/orders/{order.number}/")
        assert BAD.text in html
        assert GOOD.text in html
        assert GOOD.private_note not in html


def test_a_private_note_is_read_by_staff_only(buyer: User, seller: User, staff: User) -> None:
    order = completed(seller, buyer)
    review(order, buyer, GOOD)
    review(order, seller, BAD)
    for person in (seller, None):
        for path in pages_of(order):
            assert GOOD.private_note not in page(person, path), path
    mine = Review.objects.get(role="buyer")
    assert GOOD.private_note in page(staff, f"/admin/orders/review/{mine.pk}/change/")


def test_three_questions_by_radio_buttons_are_enough(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    client, path = signed_in(buyer), f"/orders/{order.number}/review/"
    html = client.get(path).content.decode()
    assert len(re.findall(r'<input type="radio"', html)) == 15
    for asked in ("Communication", "Quality of the work", "Delivered as agreed"):
        assert asked in html
    answer = client.post(path, typed(Opinion((5, 4, 3)), html))
    assert (answer.status_code, answer["Location"]) == (302, f"/orders/{order.number}/")
    assert Review.objects.get().total == 12
    for asked in ("Clear requirements", "Fair cooperation"):
        assert asked in page(seller, path)


def test_what_is_missing_is_said_beside_it_and_nothing_typed_is_lost(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    client, path = signed_in(buyer), f"/orders/{order.number}/review/"
    data = typed(Opinion((5, 4, 3), "Too short"), client.get(path).content.decode())
    refused = client.post(path, data)
    assert refused.status_code == 422
    assert "Write 20 to 1,000 characters, or leave it empty." in refused.content.decode()
    assert "Too short" in refused.content.decode()
    del data["second"]
    refused = client.post(path, data)
    assert refused.status_code == 422
    assert 'id="id_second_error"' in refused.content.decode()
    assert not Review.objects.exists()


def test_a_review_is_changed_on_the_same_page_with_what_was_written(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    review(order, buyer, GOOD)
    html = page(buyer, f"/orders/{order.number}/review/")
    assert GOOD.text in html
    assert len(re.findall(r" checked", html)) == 3


def test_says_why_nothing_can_be_written_any_more(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    path = f"/orders/{order.number}/review/"
    shown = page(buyer, path)
    with clock.travelled_to((order.ended_at or clock.now()) + timedelta(days=14)):
        client = signed_in(buyer)
        assert client.get(path).status_code == 409
        answer = client.post(path, typed(GOOD, shown))
    assert answer.status_code == 409
    assert "The time for reviews of this order is over." in answer.content.decode()
    running = stories.order_of(seller, buyer)
    assert signed_in(buyer).get(f"/orders/{running.number}/review/").status_code == 409


def test_the_reply_is_public_once(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    path = f"/orders/{order.number}/review/reply/"
    assert signed_in(seller).get(path).status_code == 409
    review(order, buyer, GOOD)
    review(order, seller, GOOD)
    client = signed_in(seller)
    data = {"text": "It was a pleasure.", **_command(client.get(path).content.decode())}
    assert client.post(path, data).status_code == 302
    assert "It was a pleasure." in page(None, f"/gigs/{order.gig.slug}/")
    assert client.get(path).status_code == 409


def _command(html: str) -> dict[str, str]:
    found = re.search(r'name="command" value="([^"]+)"', html)
    return {"command": found[1] if found else ""}


def public(seller: User, buyer: User, count: int) -> Order:
    """So many public reviews of one gig."""
    first = completed(seller, buyer)
    for number in range(count):
        order = first if not number else completed(seller, buyer)
        Order.objects.filter(pk=order.pk).update(gig=first.gig)
        review(stories.fresh(order), buyer, Opinion((5, 4, 5), f"Review number {number:02} of this seller."))
        review(
            stories.fresh(order),
            seller,
            Opinion((3, 3, 4), f"Buyer number {number:02} as the seller saw it."),
        )
    return stories.fresh(first)


def test_a_gigs_page_shows_the_newest_ten_for_one_statement_and_the_rest_page_by_page(
    buyer: User, seller: User
) -> None:
    order = public(seller, buyer, 12)
    path = f"/gigs/{order.gig.slug}/"
    html = page(None, path)
    assert len(re.findall("Review number", html)) == 10
    assert "Review number 11" in html
    more = re.search(r'href="([^"]+reviews/\?before=[^"]+)"[^>]*>More reviews', html)
    assert more
    older = page(None, more[1])
    assert re.findall(r"Review number \d\d", older) == ["Review number 01", "Review number 00"]
    assert "More reviews" not in older
    fragment = Client().get(more[1], headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "Review number 00" in fragment

    person = page(None, f"/people/{buyer.handle}/")
    assert len(re.findall("Buyer number", person)) == 10
    assert "Reviews as a buyer" in person
    rest = re.search(r'href="([^"]+reviews/\?as=buyer&amp;before=[^"]+)"', person)
    assert rest
    assert len(re.findall("Buyer number", page(None, rest[1].replace("&amp;", "&")))) == 2
    assert page(None, f"/gigs/{order.gig.slug}/reviews/?before=nonsense~1").count("Review number") == 10


def test_a_gigs_page_costs_one_statement_more_with_reviews(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    without = statements(f"/gigs/{order.gig.slug}/")
    review(order, buyer, GOOD)
    review(order, seller, GOOD)
    assert statements(f"/gigs/{order.gig.slug}/") == without + 1


def statements(path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(path).status_code == 200
    return len(captured)


def test_machines_and_cards_read_the_same_average(buyer: User, seller: User) -> None:
    order = public(seller, buyer, 3)
    html = page(None, f"/gigs/{order.gig.slug}/")
    assert '"ratingValue": 4.7' in html.replace('"ratingValue":4.7', '"ratingValue": 4.7')
    gig = Gig.objects.get(pk=order.gig_id)
    assert (gig.rating_sum, gig.rating_count) == (42, 3)
    card = page(None, "/gigs/")
    assert "4.7" in card
    assert "(3<" in card


def test_a_page_kept_ready_is_renewed_by_a_review_a_reply_and_a_hiding(
    buyer: User, seller: User, staff: User, settings: Any
) -> None:
    settings.READY_PAGE_SECONDS = 60
    order = completed(seller, buyer)
    path = f"/gigs/{order.gig.slug}/"
    assert "No reviews yet" in page(None, path)
    review(order, buyer, GOOD)
    review(order, seller, GOOD)
    assert GOOD.text in page(None, path)
    reply(order_id=order.pk, text="It was a pleasure.", click=stories.click(seller, order))
    assert "It was a pleasure." in page(None, path)
    mine = Review.objects.get(role="buyer")
    hide_review(review_id=mine.pk, reason="Abuse", staff_id=staff.pk, at=clock.now())
    assert GOOD.text not in page(None, path)
    assert "Milepost hid this review: Abuse" in page(buyer, f"/orders/{order.number}/")


def test_what_people_write_is_text(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    review(order, buyer, Opinion((5, 5, 5), "<script>alert(1)</script> was all I got"))
    review(order, seller, GOOD)
    for path in (f"/gigs/{order.gig.slug}/", f"/orders/{order.number}/", f"/people/{seller.handle}/"):
        assert "<script>alert(1)" not in page(None if "gigs" in path else buyer, path)


def test_a_suspended_members_reviews_are_not_shown(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    review(order, buyer, GOOD)
    review(order, seller, GOOD)
    User.objects.filter(pk=seller.pk).update(suspended_at=clock.now())
    assert Client().get(f"/people/{seller.handle}/reviews/").status_code == 404
    assert GOOD.text not in page(None, f"/people/{seller.handle}/")


def test_staff_hide_in_the_admin_with_a_reason(buyer: User, seller: User, staff: User) -> None:
    order = completed(seller, buyer)
    review(order, buyer, GOOD)
    review(order, seller, GOOD)
    mine = Review.objects.get(role="buyer")
    client, path = signed_in(staff), "/admin/orders/review/"
    chosen = {"action": "hide", "_selected_action": [str(mine.pk)]}
    asked = client.post(path, chosen)
    assert "Hide reviews" in asked.content.decode()
    done = client.post(path, {**chosen, "reason": "Abuse"}, follow=True)
    assert ": done." in done.content.decode()
    again = client.post(path, {**chosen, "reason": "Abuse"}, follow=True)
    assert "This review is not public." in again.content.decode()
    mine.refresh_from_db()
    assert (mine.hidden_reason, mine.hidden_at is None) == ("Abuse", False)


@pytest.mark.parametrize("side", ["buying", "selling"])
def test_a_finished_order_in_the_list_asks_for_a_review_while_there_is_time(
    side: str, buyer: User, seller: User
) -> None:
    order = completed(seller, buyer)
    path = f"/orders/{order.number}/review/"
    user, other = (buyer, seller) if side == "buying" else (seller, buyer)
    review(order, other)
    assert path in page(user, f"/{side}/")
    with clock.travelled_to((order.ended_at or clock.now()) + timedelta(days=14)):
        assert path not in page(user, f"/{side}/")
    review(order, user)
    assert path not in page(user, f"/{side}/")
