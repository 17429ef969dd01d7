"""The reviews of an order as one of its sides may see them: the other's stays unread until it is public."""

from dataclasses import dataclass
from datetime import datetime

from orders import deadlines
from orders.models import Order, Review
from orders.states import OrderStatus, Role


@dataclass(frozen=True, slots=True)
class Reviews:
    """``mine``: the reader's own. ``theirs``: the other side's, once it is public. ``until``: the end of the window.

    ``other_wrote`` tells no more than the notification did.
    """

    mine: Review | None
    theirs: Review | None
    other_wrote: bool
    until: datetime
    at: datetime
    can_reply: bool

    @property
    def can_write(self) -> bool:
        """The reader may write, or change what nobody else can read yet."""
        return self.at < self.until and (self.mine is None or self.mine.published_at is None)

    @property
    def asks(self) -> bool:
        """The reader has not written, and still can."""
        return self.mine is None and self.at < self.until


def reviews_of(order: Order, role: Role, at: datetime) -> Reviews | None:
    """One statement for a completed order, none for any other (None)."""
    if order.status != OrderStatus.COMPLETED or order.ended_at is None:
        return None
    return seen_by(order, role, at, list(Review.objects.filter(order_id=order.pk)))


def seen_by(order: Order, role: Role, at: datetime, rows: list[Review]) -> Reviews:
    """The rows of a completed order, less what this side must not see."""
    ended_at = order.ended_at or at
    mine = next((one for one in rows if one.role == role), None)
    other = next((one for one in rows if one.role != role), None)
    theirs = other if other is not None and other.published_at is not None else None
    return Reviews(
        mine=mine,
        theirs=theirs,
        other_wrote=other is not None,
        until=deadlines.review_until(order.windows, ended_at),
        at=at,
        can_reply=theirs is not None and can_reply(order, theirs, at),
    )


def can_reply(order: Order, review: Review, at: datetime) -> bool:
    """Whether its subject may still answer this review, once."""
    if review.published_at is None or review.replied_at is not None or review.hidden_at is not None:
        return False
    return at < deadlines.reply_until(order.windows, review.published_at)
