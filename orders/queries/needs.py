"""Whose turn it is in a list of orders: the one place that says what needs a member now.

An order's own state says most of it (``turns.turn_of``). What is asked beside it is read along with the order, by
annotations that cost no statement of their own: the family that asks adds one to ``with_needs`` and its words to
``turn_in_list``.
"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from orders import deadlines
from orders.call_states import CallStatus
from orders.models import Amendment, Call, Order, Resumption, Review
from orders.queries.actions import PLAIN, PRIMARY, Action, actions_for, answer_button, url_of
from orders.queries.cancellations import with_requests
from orders.queries.case import Case
from orders.queries.turns import Turn, turn_of
from orders.querysets import OrderQuerySet
from orders.states import Act, OrderStatus, Role

Asked = tuple[Turn, Action]


def with_needs(orders: OrderQuerySet[Order], role: Role, at: datetime) -> OrderQuerySet[Any]:
    """Orders with what is asked of this side, in the same statement."""
    proposed = Call.objects.filter(order=OuterRef("pk"), status=CallStatus.PROPOSED, starts_at__gt=at)
    asked = proposed.exclude(proposer_role=role).order_by("starts_at").values("starts_at")
    wrote = Exists(Review.objects.filter(order=OuterRef("pk"), role=role))
    return with_requests(orders).annotate(
        call_until=Subquery(asked[:1]), wrote=wrote, resume_asked=_asked_to_resume(role), **_terms(role)
    )


def _terms(role: Role) -> dict[str, Subquery]:
    """Until when this side has to answer other terms, and until when the buyer has to pay for them."""
    rows = Amendment.objects.filter(order=OuterRef("pk"), closed_at__isnull=True).values("due_at")
    proposed = rows.filter(agreed_at__isnull=True).exclude(role=role)
    needs = {"terms_until": Subquery(proposed)}
    if role == Role.BUYER:
        needs["difference_until"] = Subquery(rows.filter(agreed_at__isnull=False))
    return needs


def _asked_to_resume(role: Role) -> Exists:
    asked = Resumption.objects.filter(order=OuterRef("pk"), closed_at__isnull=True)
    return Exists(asked.exclude(asker_role=role))


def turn_in_list(case: Case) -> tuple[Turn | None, Action | None]:
    """Whose turn it is, and the one thing to do when it is the reader's."""
    turn = turn_of(case)
    if turn is not None and turn.mine:
        return turn, _main_button(case)
    if not case.ended:
        asked = (answer(case) for answer in (_difference, _other_terms, _call))
        return next(filter(None, asked), (turn, None))
    return turn, _resume_button(case) or _review_button(case)


def _review_button(case: Case) -> Action | None:
    """Of a finished order, while this side can write a review and has not: nothing presses, so it stays among them."""
    order = case.order
    if order.status != OrderStatus.COMPLETED or order.ended_at is None or getattr(order, "wrote", True):
        return None
    if case.at >= deadlines.review_until(order.windows, order.ended_at):
        return None
    url = url_of(case, Act.WRITE_REVIEW)
    return Action(Act.WRITE_REVIEW, "Write a review", url, PLAIN, dialog=True)


def _main_button(case: Case) -> Action | None:
    """To answer what was asked, else the main button of the order's page."""
    primary = (action for action in actions_for(case) if action.kind == PRIMARY)
    return answer_button(case) or next(primary, None)


def _resume_button(case: Case) -> Action | None:
    """Of an order that ended early, while the other side asks to go on with it."""
    if not getattr(case.order, "resume_asked", False):
        return None
    url = reverse("orders:order_detail", args=[case.order.number])
    return Action(Act.AGREE_RESUME, "Asked to resume: answer", url, PRIMARY, dialog=False)


def _difference(case: Case) -> Asked | None:
    until: datetime | None = getattr(case.order, "difference_until", None)
    if until is None:
        return None
    turn = Turn(
        mine=True,
        title="Your turn: pay the difference",
        text="The changed terms count as soon as it is paid.",
        deadline=until,
        otherwise="Otherwise the terms stay as they were, and nothing is charged.",
    )
    return turn, Action(
        Act.PAY_AMENDMENT, "Pay the difference", url_of(case, Act.PAY_AMENDMENT), PRIMARY, dialog=False
    )


def _other_terms(case: Case) -> Asked | None:
    until: datetime | None = getattr(case.order, "terms_until", None)
    if until is None:
        return None
    turn = Turn(
        mine=True,
        title=f"Your turn: {case.other.label} proposes other terms",
        text="See before and after, then accept or refuse.",
        deadline=until,
        otherwise="Without an answer they lapse, and everything stays as it was agreed.",
    )
    return turn, Action(
        Act.ACCEPT_AMENDMENT, "Answer the changes", url_of(case, Act.ACCEPT_AMENDMENT), PRIMARY, dialog=False
    )


def _call(case: Case) -> Asked | None:
    until: datetime | None = getattr(case.order, "call_until", None)
    if until is None:
        return None
    turn = Turn(
        mine=True,
        title=f"Your turn: {case.other.label} proposes a call",
        text="Accept it, or suggest another time.",
        deadline=until,
        otherwise="Without an answer there is no call at that time.",
    )
    url = reverse("orders:order_detail", args=[case.order.number])
    return turn, Action(Act.ACCEPT_CALL, "Answer the call", f"{url}#calls", PRIMARY, dialog=False)


def urgency(turn: Turn | None, order: Any) -> tuple[bool, datetime]:
    """What is late comes first, then by deadline."""
    deadline = turn.deadline if turn else None
    return deadline is not None, deadline or order.placed_at
