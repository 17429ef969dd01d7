"""The answers to a cancellation request: accept, refuse, withdraw (product.md 5.2, row 11)."""

from collections.abc import Callable
from uuid import UUID

from config.shared.commands import Click
from config.shared.errors import Invalid, Refusal, Stale
from orders.models import CancellationRequest, Order
from orders.operations.acting import carry_out
from orders.operations.asks import open_request
from orders.operations.pausing import run_on
from orders.operations.settling import settle_milestone
from orders.operations.silence import close_request, facts_of
from orders.operations.telling import tell
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import NotYourPart, allowed, apply

Answer = Callable[[Standing, Actor, CancellationRequest], None]


class NothingAsked(Refusal):
    """No request is open."""

    default_message = "No cancellation request is open any more. Here is how the order stands now."


class AnsweredBySilence(Refusal):
    """The request lapsed before the click, just as the clock would have let it; that stays."""

    default_message = "The time to answer was over, so the request has lapsed and the order goes on."


def accept_cancellation(*, order_id: UUID, click: Click) -> Order:
    """Agree: the milestone is cancelled, its money goes as was asked, and the order ends.

    Completed when the seller ever had money from it, this split included (``remainder_cancelled``), else cancelled
    (``agreed``): product.md 5.1. Raises TooLate, AnsweredBySilence, NothingAsked, Stale, NotInThisState, NotYourPart.
    """

    def answer(standing: Standing, actor: Actor, request: CancellationRequest) -> None:
        if request.amount_minor != standing.milestone.amount_minor:
            raise Stale
        act, released = Act.ACCEPT_CANCELLATION, request.released_minor
        close_request(request, act, click.at)
        tell(
            settle_milestone(standing, act, actor, click.at, released_minor=released, data=facts_of(request))
        )

    return _answered(order_id, click, Act.ACCEPT_CANCELLATION, answer)


def refuse_cancellation(*, order_id: UUID, text: str, click: Click) -> Order:
    """Say no, in words; the order goes on, with the time that was left, at least 24 hours.

    Raises Invalid beside ``text``, and as ``accept_cancellation``.
    """
    if not text.strip():
        raise Invalid("Write why you refuse.", field="text")
    return _goes_on(order_id, click, Act.REFUSE_CANCELLATION, text)


def withdraw_cancellation(*, order_id: UUID, click: Click) -> Order:
    """Whoever asked takes it back; the order goes on. Raises as ``accept_cancellation``."""
    return _goes_on(order_id, click, Act.WITHDRAW_CANCELLATION, "")


def _goes_on(order_id: UUID, click: Click, act: Act, text: str) -> Order:
    def answer(standing: Standing, actor: Actor, request: CancellationRequest) -> None:
        close_request(request, act, click.at, text)
        clock = run_on(request, click.at)
        changes, data = clock.columns(standing.milestone.status), {**facts_of(request), "text": text}
        tell(apply(standing, act, actor, click.at, changes=changes, data=data, due_at=clock.due_at))

    return _answered(order_id, click, act, answer)


def _answered(order_id: UUID, click: Click, act: Act, answer: Answer) -> Order:
    def do(standing: Standing, actor: Actor) -> type[Refusal] | None:
        allowed(standing, act, actor.role)
        request = open_request(standing)
        if request is not None:
            if (request.requester_role == actor.role) != (act == Act.WITHDRAW_CANCELLATION):
                raise NotYourPart
            answer(standing, actor, request)
            return None
        if click.version == standing.order.version:
            raise NothingAsked
        return AnsweredBySilence  # the version moved under the click: the request lapsed in this very transaction

    return carry_out(order_id, click, act.value, do)
