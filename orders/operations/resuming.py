"""Going on with an order that was stopped, not answered or not funded: one side asks, the other agrees (row 17).

Rules that we chose where product.md is silent: a request is open until the 30 days after the end are over, and the
other side may say no to it; either may ask again then. An order that came of it and was not paid in time does not
count: the old one may be resumed again. Terms, rates and windows stay those that were agreed.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError

from config.shared.commands import Click
from config.shared.errors import Refusal
from config.shared.rows import insert_rows
from config.shared.transition import guarded_update
from offers.operations.blocking import must_be_on_terms
from orders.models import Order, Resumption
from orders.operations.acting import carry_out
from orders.operations.resumed import begin_resumed
from orders.operations.telling import tell
from orders.queries.resumptions import Resuming, remaining, resuming_of
from orders.standing import SYSTEM, Actor, Standing
from orders.states import Act, Role
from orders.transitions import NotInThisState, NotYourPart, allowed, note

REMINDED = timedelta(days=2)
"""So long before a request lapses the other side is reminded, once."""
LAPSED = "lapse_resume"
Answer = Callable[[Standing, Actor, Resumption], None]


class AskedAlready(Refusal):
    """One request is open at a time."""

    default_message = (
        "Somebody has asked to resume this order already. Look at the order: it waits for an answer."
    )


class ResumedAlready(Refusal):
    """It goes on in another order."""

    default_message = (
        "This order goes on in another one already. You find its number on the page of this order."
    )


class NothingAsked(Refusal):
    """The request was answered or taken back."""

    default_message = "Nobody asks to resume this order any more."


class ResumeOver(Refusal):
    """The 30 days are over."""

    default_message = "The time to resume this order is over. You can order again, or ask for an offer."


def ask_to_resume(*, order_id: UUID, text: str, click: Click) -> Order:
    """Ask the other side to go on with what never began; returns the ended order.

    Raises AskedAlready, ResumedAlready, ResumeOver, NotInGoodStanding, Blocked, NotInThisState, Stale.
    """

    def do(standing: Standing, actor: Actor) -> None:
        resuming = _resuming(standing, Act.RESUME, actor, click.at)
        if resuming.successor is not None:
            raise ResumedAlready
        if resuming.open is not None:
            raise AskedAlready
        if click.at >= resuming.until:
            raise ResumeOver
        _write(standing, actor, text, resuming.until, click.at)
        tell(note(standing, Act.RESUME, actor, click.at, _figures(standing, text, resuming.until)))

    return carry_out(order_id, click, "resume", do)


def agree_to_resume(*, order_id: UUID, click: Click) -> Order:
    """Agree: a linked order with what never began waits for its first payment. Returns the ended order.

    Raises NothingAsked, ResumeOver (the request lapses by this click), NotYourPart for who asked, NotInGoodStanding,
    Blocked, NotInThisState, Stale.
    """

    def do(standing: Standing, actor: Actor, asked: Resumption) -> None:
        successor = begin_resumed(standing, actor, click.at)
        _close(asked, Act.AGREE_RESUME, click.at, successor=successor)
        data = {**_figures(standing, "", asked.lapses_at), "successor": successor.number}
        data["until"] = successor.due_at.isoformat() if successor.due_at else ""
        tell(note(standing, Act.AGREE_RESUME, actor, click.at, data))

    try:
        return _answer(order_id, click, Act.AGREE_RESUME, do)
    except IntegrityError as error:
        if "resumed_once" in str(error) or "resumes_id" in str(error):
            raise ResumedAlready from error
        raise


def decline_to_resume(*, order_id: UUID, text: str, click: Click) -> Order:
    """Say no. Raises NothingAsked, ResumeOver, NotYourPart for who asked, NotInThisState, Stale."""

    def do(standing: Standing, actor: Actor, asked: Resumption) -> None:
        _close(asked, Act.DECLINE_RESUME, click.at)
        tell(note(standing, Act.DECLINE_RESUME, actor, click.at, {"text": text}))

    return _answer(order_id, click, Act.DECLINE_RESUME, do)


def withdraw_resume(*, order_id: UUID, click: Click) -> Order:
    """Take one's own request back. Raises NothingAsked, ResumeOver, NotYourPart, NotInThisState, Stale."""

    def do(standing: Standing, actor: Actor, asked: Resumption) -> None:
        _close(asked, Act.WITHDRAW_RESUME, click.at)
        tell(note(standing, Act.WITHDRAW_RESUME, actor, click.at, {}))

    return _answer(order_id, click, Act.WITHDRAW_RESUME, do)


def lapse(standing: Standing, asked: Resumption, at: datetime) -> None:
    """Close a request whose time is over, on the locked order; both sides are told."""
    _close(asked, LAPSED, at)
    tell(note(standing, LAPSED, SYSTEM, at, {"asker": asked.asker_role}))


def _answer(order_id: UUID, click: Click, act: Act, do: Answer) -> Order:
    def answered(standing: Standing, actor: Actor) -> type[Refusal] | None:
        asked = _resuming(standing, act, actor, click.at).open
        if asked is None:
            raise NothingAsked
        if (asked.asker_role == actor.role) != (act == Act.WITHDRAW_RESUME):
            raise NotYourPart
        if click.at >= asked.lapses_at:
            lapse(standing, asked, click.at)
            return ResumeOver
        do(standing, actor, asked)
        return None

    return carry_out(order_id, click, act.value, answered)


def _resuming(standing: Standing, act: Act, actor: Actor, at: datetime) -> Resuming:
    """The facts under the lock, once everybody may go on. Raises NotInThisState, NotInGoodStanding, Blocked."""
    allowed(standing, act, actor.role)
    resuming = resuming_of(standing, at)
    if resuming is None:
        raise NotInThisState
    if act in {Act.RESUME, Act.AGREE_RESUME}:
        order = standing.order
        other_id = order.seller_id if actor.role == Role.BUYER else order.buyer_id
        must_be_on_terms(actor.user_id or 0, other_id)
    return resuming


def _write(standing: Standing, actor: Actor, text: str, until: datetime, at: datetime) -> None:
    remind_at = until - REMINDED
    row = Resumption(
        order=standing.order,
        asker_role=actor.role,
        text=text,
        asked_at=at,
        lapses_at=until,
        due_at=remind_at if remind_at > at else until,
    )
    columns = {field.attname: getattr(row, field.attname) for field in Resumption._meta.concrete_fields}
    insert_rows(Resumption, columns, taken=AskedAlready)


def _close(asked: Resumption, outcome: str, at: datetime, *, successor: Order | None = None) -> None:
    changes = {"closed_at": at, "outcome": outcome, "due_at": None}
    guarded_update(
        asked, expect={"closed_at": None}, **changes, successor_id=successor.pk if successor else None
    )


def _figures(standing: Standing, text: str, until: datetime) -> dict[str, object]:
    rest = remaining(standing)
    return {
        "text": text,
        "count": len(rest),
        "amount": sum(one.amount_minor for one in rest),
        "first": rest[0].total_minor,
        "until": until.isoformat(),
    }
