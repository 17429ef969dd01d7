"""Sums of stars on gigs and members, written downward with the review that moves them (architecture.md 2)."""

from django.db.models import F

from accounts.models import User
from gigs.models import Gig
from orders.models import Review
from orders.states import Role


def count_in(review: Review) -> None:
    """A review has become public: its stars count. Inside the caller's transaction, under the order's lock."""
    _count(review, 1)


def count_out(review: Review) -> None:
    """A public review is hidden: its stars count no more."""
    _count(review, -1)


def renew_page(review: Review) -> None:
    """A gig's page that was kept ready shows another text of this review."""
    if review.role == Role.BUYER:
        Gig.objects.filter(pk=review.gig_id).update(reviews_version=F("reviews_version") + 1)


def _count(review: Review, sign: int) -> None:
    stars = review.total * sign
    member = User.objects.filter(pk=review.subject_id)
    if review.role == Role.SELLER:
        member.update(
            buyer_rating_sum=F("buyer_rating_sum") + stars, buyer_rating_count=F("buyer_rating_count") + sign
        )
        return
    Gig.objects.filter(pk=review.gig_id).update(
        rating_sum=F("rating_sum") + stars,
        rating_count=F("rating_count") + sign,
        reviews_version=F("reviews_version") + 1,
    )
    member.update(rating_sum=F("rating_sum") + stars, rating_count=F("rating_count") + sign)
