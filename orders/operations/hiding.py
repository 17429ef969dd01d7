"""Staff take a review out of sight, or put it back (product.md 8): its stars count only while it is seen."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from config.shared.errors import Invalid, Refusal
from config.shared.rows import together
from config.shared.transition import guarded_update
from orders.models import Review
from orders.operations.locking import lock
from orders.operations.outside import must_be_outside
from orders.operations.rating import count_in, count_out
from orders.operations.telling import tell
from orders.standing import Actor
from orders.states import Act, Role
from orders.transitions import allowed, note


class NotPublic(Refusal):
    """What nobody can read yet, or what is hidden already."""

    default_message = "This review is not public."


class NotHidden(Refusal):
    """It can be seen."""

    default_message = "This review is not hidden."


def hide_review(*, review_id: UUID, reason: str, staff_id: int, at: datetime) -> Review:
    """Hide a public review with its reply; both sides read the reason.

    Raises Invalid beside ``reason``, OwnOrder, NotPublic.
    """
    return _set(review_id, Act.HIDE_REVIEW, reason, staff_id, at)


def show_review(*, review_id: UUID, reason: str, staff_id: int, at: datetime) -> Review:
    """Show a hidden review again. Raises Invalid beside ``reason``, OwnOrder, NotHidden."""
    return _set(review_id, Act.SHOW_REVIEW, reason, staff_id, at)


def _set(review_id: UUID, act: Act, reason: str, staff_id: int, at: datetime) -> Review:
    if not reason.strip():
        raise Invalid("Give the reason; both sides read it.", field="reason")
    order_id = Review.objects.values_list("order_id", flat=True).get(pk=review_id)
    with transaction.atomic(), together():
        standing = lock(order_id)
        must_be_outside(standing.order, staff_id)
        actor = Actor(Role.STAFF, staff_id)
        allowed(standing, act, actor.role)
        review = Review.objects.get(pk=review_id)
        (_hide if act == Act.HIDE_REVIEW else _show)(review, reason.strip(), at)
        tell(note(standing, act, actor, at, {"text": reason.strip(), "author": review.role}))
    return review


def _hide(review: Review, reason: str, at: datetime) -> None:
    if review.published_at is None or review.hidden_at is not None:
        raise NotPublic
    guarded_update(review, expect={"hidden_at": None}, hidden_at=at, hidden_reason=reason)
    count_out(review)


def _show(review: Review, _reason: str, _at: datetime) -> None:
    if review.hidden_at is None:
        raise NotHidden
    guarded_update(review, expect={"hidden_at": review.hidden_at}, hidden_at=None, hidden_reason="")
    count_in(review)
