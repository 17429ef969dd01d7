"""Both sides review each other, blind until both wrote or the time is over; stars add up exactly."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notification, User
from config.shared import clock
from config.shared.errors import Invalid
from gigs.models import Gig
from orders import audit
from orders.models import Event, Order, Review
from orders.operations import hiding, publishing, reviewing
from orders.operations.outside import OwnOrder
from orders.operations.reviewing import NothingToReply, Opinion, PublicAlready, ReviewsOver
from orders.operations.sweeping import run_due
from orders.states import Act, OrderStatus
from orders.transitions import NotInThisState
from tests.orders import stories
from tests.orders.reviews import BAD, GOOD, completed, review

pytestmark = pytest.mark.django_db


def figures(order: Order) -> tuple[tuple[int, int], ...]:
    """(sum, count) of the gig, of the seller, of the buyer."""
    gig, order = Gig.objects.get(pk=order.gig_id), stories.fresh(order)
    return (
        (gig.rating_sum, gig.rating_count),
        (order.seller.rating_sum, order.seller.rating_count),
        (order.buyer.buyer_rating_sum, order.buyer.buyer_rating_count),
    )


def acts(order: Order) -> list[str]:
    return list(
        Event.objects.filter(order=order, act__contains="review").order_by("id").values_list("act", flat=True)
    )


def bell(user: User) -> list[str]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("text", flat=True))


def test_the_first_one_waits_unread_and_counts_for_nothing(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    review(order, buyer, GOOD)

    mine = Review.objects.get()
    assert (mine.role, mine.author_id, mine.subject_id, mine.total) == ("buyer", buyer.pk, seller.pk, 14)
    assert mine.published_at is None
    assert mine.due_at == (order.ended_at or clock.now()) + timedelta(days=14)
    assert figures(order) == ((0, 0), (0, 0), (0, 0))
    assert acts(order) == [Act.WRITE_REVIEW]


@pytest.mark.parametrize("first", ["buyer", "seller"])
def test_the_second_one_makes_both_public_at_the_same_moment(first: str, buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    both = [(buyer, GOOD), (seller, BAD)]
    for user, opinion in both if first == "buyer" else reversed(both):
        review(order, user, opinion)

    moments = set(Review.objects.values_list("published_at", flat=True))
    assert len(moments) == 1
    assert None not in moments
    assert figures(order) == ((14, 1), (14, 1), (5, 1))
    assert acts(order) == [Act.WRITE_REVIEW, Act.WRITE_REVIEW, Act.PUBLISH_REVIEWS]
    assert audit.broken_invariants() == []


def test_one_that_stays_alone_is_published_when_the_time_is_over(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    review(order, seller, BAD)
    due_at = Review.objects.get().due_at
    assert publishing.publish_due(at=due_at - timedelta(seconds=1)) == 0
    with stories.later(days=14):
        run_due()
        assert publishing.publish_due(at=clock.now()) == 0
    assert Review.objects.get().published_at is not None
    assert figures(order) == ((0, 0), (0, 0), (5, 1))
    assert acts(order) == [Act.WRITE_REVIEW, Act.PUBLISH_REVIEWS]


def test_three_days_late_and_twice_ends_the_same(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    review(order, buyer, GOOD)
    with stories.later(days=17):
        assert publishing.publish_due(at=clock.now()) == 1
        assert not publishing.publish_if_due(order.pk, at=clock.now())
    assert figures(order) == ((14, 1), (14, 1), (0, 0))


@pytest.mark.parametrize(("seconds", "allowed"), [(-1, True), (0, False), (1, False)])
def test_the_time_to_write_ends_to_the_second(seconds: int, allowed: bool, buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    end = (order.ended_at or clock.now()) + timedelta(days=14, seconds=seconds)
    with clock.travelled_to(end):
        if allowed:
            review(order, buyer, GOOD)
        else:
            with pytest.raises(ReviewsOver):
                review(order, buyer, GOOD)
    assert Review.objects.count() == int(allowed)


def test_a_click_that_comes_too_late_publishes_as_the_clock_would(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    review(order, seller, BAD)
    with stories.later(days=15), pytest.raises(ReviewsOver):
        review(order, buyer, GOOD)
    assert Review.objects.get().published_at is not None
    assert figures(order)[2] == (5, 1)


def test_can_be_changed_until_it_is_public_and_never_after(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    review(order, buyer, GOOD)
    review(order, buyer, BAD)
    mine = Review.objects.get()
    assert (mine.total, mine.text) == (5, BAD.text)
    assert mine.changed_at is not None
    assert acts(order) == [Act.WRITE_REVIEW]

    review(order, seller, GOOD)
    with pytest.raises(PublicAlready):
        review(order, buyer, GOOD)
    assert figures(order) == ((5, 1), (5, 1), (14, 1))


def test_the_same_click_twice_is_one_review(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    click = stories.click(buyer, order)
    for _ in range(2):
        reviewing.write_review(order_id=order.pk, opinion=GOOD, click=click)
    assert Review.objects.get().changed_at is None
    assert acts(order) == [Act.WRITE_REVIEW]


def test_the_database_keeps_one_review_for_each_side(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    review(order, buyer, GOOD)
    copy = Review.objects.get()
    copy.pk, copy._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_only_completed_orders_are_reviewed(buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    with pytest.raises(NotInThisState):
        review(order, buyer, GOOD)
    with stories.later(days=60):
        run_due()
        ended = stories.fresh(order)
        assert ended.status == OrderStatus.CANCELLED
        with pytest.raises(NotInThisState):
            review(ended, buyer, GOOD)
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("opinion", "field"),
    [
        (Opinion((0, 5, 5)), "first"),
        (Opinion((5, 6, 5)), "second"),
        (Opinion((5, 5, -1)), "third"),
        (Opinion((5, 5, 5), "x" * 19), "text"),
        (Opinion((5, 5, 5), "x" * 1_001), "text"),
        (Opinion((5, 5, 5), "", "x" * 1_001), "private_note"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(
    opinion: Opinion, field: str, buyer: User, seller: User
) -> None:
    order = completed(seller, buyer)
    with pytest.raises(Invalid) as refused:
        review(order, buyer, opinion)
    assert refused.value.field == field
    assert not Review.objects.exists()


@pytest.mark.parametrize("text", ["", "x" * 20, "x" * 1_000])
def test_words_may_be_missing_or_enough(text: str, buyer: User, seller: User) -> None:
    review(completed(seller, buyer), buyer, Opinion((5, 5, 5), text))
    assert Review.objects.get().text == text


def test_nothing_that_is_told_before_says_what_was_written(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    review(order, buyer, GOOD)
    run_due()
    told = bell(seller)[-1]
    assert told.startswith("Bea Buyer wrote a review about")
    assert "Write yours to read it." in told
    for event in Event.objects.filter(order=order):
        assert GOOD.text not in str(event.data)
        assert GOOD.private_note not in str(event.data)
    assert GOOD.text not in " ".join([*bell(seller), *(m.text for m in seller.mails.all())])


def test_both_are_told_once_when_the_clock_publishes(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    review(order, buyer, GOOD)
    with stories.later(days=14):
        run_due()
        run_due()
    assert [t for t in bell(seller) if "public" in t] == [
        f"The review that Bea Buyer wrote about “{order.title}” is public. You can reply to it once."
    ]
    assert [t for t in bell(buyer) if "public" in t] == [
        f"The time for reviews of “{order.title}” is over, and yours is public. Sam Seller wrote none."
    ]


def test_whoever_has_not_written_is_asked_once_three_days_before_the_end(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    run_due()
    review(order, buyer, GOOD)
    with stories.later(days=11, seconds=-2):
        run_due()
        assert not [t for t in bell(seller) if t.startswith("You have until")]
    for day in (11, 12):
        with stories.later(days=day, seconds=60):
            run_due()
    assert len([t for t in bell(seller) if t.startswith("You have until")]) == 1
    assert not [t for t in bell(buyer) if t.startswith("You have until")]


def test_the_reviewed_person_replies_once(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    review(order, buyer, GOOD)
    with pytest.raises(NothingToReply):
        reviewing.reply(order_id=order.pk, text="Thanks", click=stories.click(seller, order))
    review(order, seller, BAD)
    reviewing.reply(order_id=order.pk, text="Thanks", click=stories.click(seller, order))
    with pytest.raises(NothingToReply):
        reviewing.reply(order_id=order.pk, text="Again", click=stories.click(seller, order))
    assert dict(Review.objects.values_list("role", "reply")) == {"buyer": "Thanks", "seller": ""}
    run_due()
    assert "Sam Seller replied to your review" in bell(buyer)[-1]


@pytest.mark.parametrize(("seconds", "allowed"), [(-1, True), (0, False), (1, False)])
def test_a_reply_comes_within_30_days(seconds: int, allowed: bool, buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    review(order, buyer, GOOD)
    review(order, seller, GOOD)
    public_at = Review.objects.get(role="buyer").published_at or clock.now()
    with clock.travelled_to(public_at + timedelta(days=30, seconds=seconds)):
        click = stories.click(seller, order)
        if allowed:
            reviewing.reply(order_id=order.pk, text="Thanks", click=click)
        else:
            with pytest.raises(NothingToReply):
                reviewing.reply(order_id=order.pk, text="Thanks", click=click)


def test_staff_hide_one_and_show_it_again_and_the_stars_follow(
    buyer: User, seller: User, staff: User
) -> None:
    order = completed(seller, buyer)
    review(order, buyer, GOOD)
    mine = Review.objects.get()
    with pytest.raises(hiding.NotPublic):
        hiding.hide_review(review_id=mine.pk, reason="Abuse", staff_id=staff.pk, at=clock.now())
    review(order, seller, BAD)
    before = Gig.objects.get(pk=order.gig_id).reviews_version
    with pytest.raises(Invalid):
        hiding.hide_review(review_id=mine.pk, reason=" ", staff_id=staff.pk, at=clock.now())

    hiding.hide_review(review_id=mine.pk, reason="Abuse", staff_id=staff.pk, at=clock.now())
    assert figures(order) == ((0, 0), (0, 0), (5, 1))
    assert Gig.objects.get(pk=order.gig_id).reviews_version == before + 1
    assert audit.broken_invariants() == []
    with pytest.raises(hiding.NotPublic):
        hiding.hide_review(review_id=mine.pk, reason="Abuse", staff_id=staff.pk, at=clock.now())
    with pytest.raises(NothingToReply):
        reviewing.reply(order_id=order.pk, text="Thanks", click=stories.click(seller, order))

    hiding.show_review(review_id=mine.pk, reason="A mistake", staff_id=staff.pk, at=clock.now())
    assert figures(order) == ((14, 1), (14, 1), (5, 1))
    with pytest.raises(hiding.NotHidden):
        hiding.show_review(review_id=mine.pk, reason="A mistake", staff_id=staff.pk, at=clock.now())
    run_due()
    assert any("hid your review" in text for text in bell(buyer))
    assert audit.broken_invariants() == []


def test_the_audit_finds_sums_that_are_wrong(buyer: User, seller: User) -> None:
    order = completed(seller, buyer)
    review(order, buyer, GOOD)
    review(order, seller, BAD)
    Gig.objects.filter(pk=order.gig_id).update(rating_sum=15)
    User.objects.filter(pk=buyer.pk).update(buyer_rating_count=2)
    User.objects.filter(pk=seller.pk).update(rating_count=2)
    found = audit.broken_invariants()
    assert f"gig {order.gig_id}: 15 stars of 1 reviews, its reviews say 14 of 1" in found
    assert f"member {buyer.pk} as a buyer: 5 stars of 2 reviews, the reviews say 5 of 1" in found
    assert f"member {seller.pk} as a seller: 14 stars of 2 reviews, the reviews say 14 of 1" in found


@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_staff_who_are_a_party_hide_no_review_of_their_order(
    buyer: User, seller: User, staff: User, side: str
) -> None:
    order = completed(**{"seller": seller, "buyer": buyer, side: staff})
    review(order, order.seller)
    review(order, order.buyer, BAD)
    said = Review.objects.get(order=order, role="buyer")
    with pytest.raises(OwnOrder):
        hiding.hide_review(review_id=said.pk, reason="Unfair", staff_id=staff.pk, at=clock.now())
    said.refresh_from_db()
    assert said.hidden_at is None
    assert figures(order)[0] == (5, 1)
    assert Act.HIDE_REVIEW not in acts(order)
