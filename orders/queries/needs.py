"""Whose turn it is in a list of orders: the one place that says what needs a member now.

An order's own state says most of it (``turns.turn_of``). What is asked beside it is read along with the order, by
annotations that cost no statement of their own: the family that asks adds one to ``with_needs`` and its words to
``turn_in_list``.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from orders import deadlines
from orders.call_states import CallStatus
from orders.models import Amendment, Call, Order, Resumption, Review
from orders.queries.actions import PRIMARY, Action, actions_for, answer_button, url_of
from orders.queries.cancellations import with_requests
from orders.queries.case import Case
from orders.queries.resumptions import Resuming
from orders.queries.reviews import Reviews
from orders.queries.turns import Turn, turn_of
from orders.querysets import OrderQuerySet
from orders.states import Act, OrderStatus, Role

Asked = tuple[Turn, Action]


def with_needs(orders: OrderQuerySet[Order], role: Role, at: datetime) -> OrderQuerySet[Any]:
    """Orders with what is asked of this side, in the same statement."""
    proposed = Call.objects.filter(order=OuterRef("pk"), status=CallStatus.PROPOSED, starts_at__gt=at)
    asked = proposed.exclude(proposer_role=role).order_by("starts_at").values("starts_at")
    reviews = Review.objects.filter(order=OuterRef("pk"))
    return with_requests(orders).annotate(
        call_until=Subquery(asked[:1]),
        wrote=Exists(reviews.filter(role=role)),
        other_wrote=Exists(reviews.exclude(role=role)),
        resume_until=Subquery(_asked_to_resume(role, at).values("lapses_at")),
        **_terms(role),
    )


def that_need_after_their_end(orders: OrderQuerySet[Order], role: Role, at: datetime) -> OrderQuerySet[Any]:
    """Which of a member's completed orders wait for this side: to be resumed first, then reviewed; oldest end first.

    Only what ended lately is looked at, by the lengths of both windows today; the exact end
    of an order's own window is for ``turn_in_list`` to see.
    """
    to_resume, to_review = at - _longest("RESUME_WINDOW"), at - _longest("REVIEW_WINDOW")
    asked = Exists(_asked_to_resume(role, at))
    silent = ~Exists(Review.objects.filter(order=OuterRef("pk"), role=role))
    lately = orders.filter(status=OrderStatus.COMPLETED, ended_at__gt=min(to_resume, to_review))
    waiting = lately.filter(Q(asked) | Q(silent, ended_at__gt=to_review))
    return waiting.order_by(asked.desc(), "ended_at", "pk")


def after_their_end(order: Any) -> tuple[bool, datetime]:
    """What a person asked for before what nobody waits for; the oldest end first."""
    return order.resume_until is None, order.ended_at


def _longest(name: str) -> timedelta:
    lengths: tuple[timedelta, timedelta] = getattr(settings, name), settings.USUAL_LENGTHS[name]
    return max(lengths)


def _terms(role: Role) -> dict[str, Subquery]:
    """Until when this side has to answer other terms, and until when the buyer has to pay for them."""
    rows = Amendment.objects.filter(order=OuterRef("pk"), closed_at__isnull=True).values("due_at")
    proposed = rows.filter(agreed_at__isnull=True).exclude(role=role)
    needs = {"terms_until": Subquery(proposed)}
    if role == Role.BUYER:
        needs["difference_until"] = Subquery(rows.filter(agreed_at__isnull=False))
    return needs


def _asked_to_resume(role: Role, at: datetime) -> QuerySet[Resumption]:
    """The other side's open request, at most one for each order."""
    asked = Resumption.objects.filter(order=OuterRef("pk"), closed_at__isnull=True, lapses_at__gt=at)
    return asked.exclude(asker_role=role)


def turn_in_list(case: Case) -> tuple[Turn | None, Action | None]:
    """Whose turn it is, and the one thing to do when it is the reader's."""
    if case.order.status == OrderStatus.COMPLETED:
        case = replace(case, resuming=_resuming(case), reviews=_reviews(case))
    turn = turn_of(case)
    if turn is not None and turn.mine:
        return turn, _main_button(case)
    if case.ended:
        return turn, None
    asked = (answer(case) for answer in (_difference, _other_terms, _call))
    return next(filter(None, asked), (turn, None))


def _resuming(case: Case) -> Resuming | None:
    """The request of the other side that came along with the order."""
    until: datetime | None = getattr(case.order, "resume_until", None)
    if until is None:
        return None
    asker = Role.SELLER if case.is_buyer else Role.BUYER
    request = Resumption(order_id=case.order.pk, asker_role=asker, lapses_at=until)
    return Resuming(open=request, successor=None, until=until, at=case.at)


def _reviews(case: Case) -> Reviews | None:
    """While this side has written none; who wrote came along with the order."""
    order = case.order
    if order.ended_at is None or getattr(order, "wrote", True):
        return None
    return Reviews(
        mine=None,
        theirs=None,
        other_wrote=getattr(order, "other_wrote", False),
        until=deadlines.review_until(order.windows, order.ended_at),
        at=case.at,
        can_reply=False,
    )


def _main_button(case: Case) -> Action | None:
    """To answer what was asked, else the main button of the order's page."""
    if case.resuming is not None:
        url = reverse("orders:order_detail", args=[case.order.number])
        return Action(Act.AGREE_RESUME, "Answer the request", url, PRIMARY, dialog=False)
    primary = (action for action in actions_for(case) if action.kind == PRIMARY)
    return answer_button(case) or next(primary, None)


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
