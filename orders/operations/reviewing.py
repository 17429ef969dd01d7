"""Both sides review each other once an order is completed, blind until both wrote or the time is over (product.md 2).

Rules that we chose: a review can be changed until it is public, not afterwards; the reviewed person may reply once,
within 30 days of that, and a reply stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from config.shared.commands import Click
from config.shared.errors import Invalid, Refusal
from config.shared.ratings import STARS_MAX
from config.shared.transition import guarded_update
from orders import deadlines
from orders.models import Order, Review
from orders.models.review import TEXT_MAX, TEXT_MIN
from orders.operations.acting import carry_out
from orders.operations.publishing import publish, publish_if_due
from orders.operations.rating import renew_page
from orders.operations.telling import tell
from orders.queries.reviews import can_reply
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import allowed, note

STARS = ("first", "second", "third")


class PublicAlready(Refusal):
    """Both reviews can be read."""

    default_message = "Your review is public and stays as it is."


class ReviewsOver(Refusal):
    """The time to write one has passed."""

    default_message = "The time for reviews of this order is over."


class NothingToReply(Refusal):
    """There is no public review, it has its reply, or the time for it has passed."""

    default_message = "There is no review here that you can reply to."


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one side says: stars for the three questions of its part, public text, and a note that only staff read."""

    stars: tuple[int, int, int]
    text: str = ""
    private_note: str = ""


def write_review(*, order_id: UUID, opinion: Opinion, click: Click) -> Order:
    """Write one's review, or change it while nobody else can read it. With the second one both become public.

    Raises Invalid beside a question or ``text``, PublicAlready, ReviewsOver, NotInThisState, NotYourPart.
    """
    _check(opinion)

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.WRITE_REVIEW, actor.role)
        if click.at >= _until(standing.order):
            raise ReviewsOver
        _write(standing, opinion, actor, click.at)

    try:
        return carry_out(order_id, click, "write_review", do, loose=True)
    except ReviewsOver:
        publish_if_due(order_id, at=click.at)
        raise


def reply(*, order_id: UUID, text: str, click: Click) -> Order:
    """Answer the public review of the other side, once.

    Raises Invalid beside ``text``, NothingToReply, NotInThisState, NotYourPart.
    """
    if not 0 < len(text) <= TEXT_MAX:
        raise Invalid(f"Write your reply, in at most {TEXT_MAX:,} characters.", field="text")

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.REPLY_REVIEW, actor.role)
        review = Review.objects.public().filter(order_id=order_id, subject_id=actor.user_id).first()
        if review is None or not can_reply(standing.order, review, click.at):
            raise NothingToReply
        still = {"replied_at": None, "hidden_at": None}
        guarded_update(review, expect=still, reply=text, replied_at=click.at)
        renew_page(review)
        tell(note(standing, Act.REPLY_REVIEW, actor, click.at, {}))

    return carry_out(order_id, click, "reply_review", do, loose=True)


def _until(order: Order) -> datetime:
    if order.ended_at is None:
        raise ReviewsOver
    return deadlines.review_until(order.windows, order.ended_at)


def _write(standing: Standing, opinion: Opinion, actor: Actor, at: datetime) -> None:
    order = standing.order
    written = {one.role: one for one in Review.objects.filter(order_id=order.pk)}
    mine = written.pop(actor.role, None)
    if mine is not None:
        _change(mine, opinion, at)
        return
    mine = _first(order, opinion, actor, at)
    event = note(standing, Act.WRITE_REVIEW, actor, at, {})
    if written:
        publish(standing, [mine, *written.values()], actor, at)
    else:
        tell(event)


def _first(order: Order, opinion: Opinion, actor: Actor, at: datetime) -> Review:
    other = order.seller_id if actor.user_id == order.buyer_id else order.buyer_id
    return Review.objects.create(
        order=order,
        role=actor.role,
        author_id=actor.user_id or 0,
        subject_id=other,
        gig_id=order.gig_id,
        written_at=at,
        due_at=_until(order),
        **_columns(opinion),
    )


def _change(review: Review, opinion: Opinion, at: datetime) -> None:
    if review.published_at is not None:
        raise PublicAlready
    guarded_update(review, expect={"published_at": None}, changed_at=at, **_columns(opinion))


def _columns(opinion: Opinion) -> dict[str, int | str]:
    return {
        **dict(zip(STARS, opinion.stars, strict=True)),
        "total": sum(opinion.stars),
        "text": opinion.text,
        "private_note": opinion.private_note,
    }


def _check(opinion: Opinion) -> None:
    for name, stars in zip(STARS, opinion.stars, strict=True):
        if not 1 <= stars <= STARS_MAX:
            raise Invalid("Choose one to five stars.", field=name)
    _check_length(opinion.text, "text", (0, *range(TEXT_MIN, TEXT_MAX + 1)))
    _check_length(opinion.private_note, "private_note", range(TEXT_MAX + 1))


def _check_length(text: str, field: str, lengths: Sequence[int]) -> None:
    if len(text) not in lengths:
        words = f"Write {TEXT_MIN} to {TEXT_MAX:,} characters" if text else "Write something"
        either = ", or leave it empty" if 0 in lengths else ""
        raise Invalid(f"{words}{either}.", field=field)
