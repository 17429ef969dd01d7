"""An order as one party sees it at one moment: what every page and every button of it is decided from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from orders import deadlines
from orders.models import Attempt, Call, CancellationRequest, Dispute, Order, OrderMilestone
from orders.payments.models import IN_FLIGHT, AttemptStatus, Purpose
from orders.queries.cancellations import asked_of
from orders.queries.proposals import open_amendment
from orders.queries.resumptions import Resuming, resuming_of
from orders.queries.reviews import Reviews, reviews_of
from orders.queries.subjects import MILESTONE
from orders.standing import Standing
from orders.states import ENDED, WORKING, MilestoneStatus, OrderStatus, Role

_CHECKED = frozenset({AttemptStatus.PLANNED, AttemptStatus.STORED, AttemptStatus.SUCCEEDED, *IN_FLIGHT})


@dataclass(frozen=True, slots=True)
class Charge:
    """The newest try to pay what waits for its payment: a milestone, or the difference of an amendment."""

    attempt_id: UUID
    status: str

    @property
    def in_flight(self) -> bool:
        """The provider may be charging right now: nobody may assume either way."""
        return self.status in IN_FLIGHT

    @property
    def is_checked(self) -> bool:
        """Its outcome is not known, or known and not recorded yet."""
        return self.status in _CHECKED

    @property
    def asks(self) -> bool:
        """The bank wants the buyer to confirm it."""
        return self.status == AttemptStatus.NEEDS_AUTHENTICATION


@dataclass(frozen=True, slots=True)
class Case:
    """An order, the reader's part in it, and the moment.

    ``difference``: the charge of what an agreed amendment costs more.
    ``charge``: only while the current milestone waits for its payment. ``call``: on the pages of one call only.
    ``asked``: the cancellation requests about the current milestone, while paid work runs.
    """

    standing: Standing
    role: Role
    at: datetime
    charge: Charge | None = None
    difference: Charge | None = None
    dispute: Dispute | None = None
    call: Call | None = None
    reviews: Reviews | None = None
    resuming: Resuming | None = None
    asked: Sequence[CancellationRequest] = ()

    @property
    def request(self) -> CancellationRequest | None:
        """The cancellation request that waits for its answer."""
        return next((one for one in self.asked if one.closed_at is None), None)

    @property
    def asked_it(self) -> bool:
        """The reader asked for the open cancellation request, so the other side answers."""
        return self.request is not None and self.request.requester_role == self.role

    @property
    def answers_it(self) -> bool:
        """The reader has to answer the open cancellation request."""
        return self.request is not None and self.request.requester_role != self.role

    @property
    def order(self) -> Order:
        """The order."""
        return self.standing.order

    @property
    def milestone(self) -> OrderMilestone:
        """The current milestone."""
        return self.standing.milestone

    @property
    def is_buyer(self) -> bool:
        """The reader buys."""
        return self.role == Role.BUYER

    @property
    def other(self) -> User:
        """The other person."""
        return self.order.seller if self.is_buyer else self.order.buyer

    @property
    def ended(self) -> bool:
        """Nothing happens any more."""
        return self.order.status in ENDED

    @property
    def disputed(self) -> bool:
        """Staff decide; all clocks stand still."""
        return self.order.status == OrderStatus.DISPUTED

    @property
    def is_single(self) -> bool:
        """Nothing but one milestone was ordered."""
        return self.order.milestone_count == 1

    @property
    def overdue(self) -> bool:
        """The deadline has come and the clock has not closed the order yet; a charge in flight holds it off."""
        due_at = self.order.due_at
        held_off = self.charge is not None and self.charge.in_flight
        return due_at is not None and self.at >= due_at and not held_off

    @property
    def is_late(self) -> bool:
        """The running milestone is past due."""
        return not self.disputed and self.milestone.is_late(self.at)

    @property
    def is_very_late(self) -> bool:
        """So late that the buyer may cancel the running milestone alone."""
        due_at = self.milestone.due_at
        if due_at is None or self.milestone.status not in WORKING:
            return False
        return self.at >= deadlines.very_late_at(self.order.windows, due_at)

    @property
    def following(self) -> list[OrderMilestone]:
        """What has not begun, in order: the waiting milestone too."""
        waiting = {MilestoneStatus.PLANNED, MilestoneStatus.AWAITING_PAYMENT}
        return [m for m in self.standing.milestones if m.status in waiting]


def case_of(order: Order, role: Role, at: datetime) -> Case:
    """Read the milestones, and the open charge, dispute or reviews where there are some: one or two statements."""
    rows = OrderMilestone.objects.filter(order_id=order.pk).select_related("settlement").order_by("position")
    amendment, difference = open_amendment(order)
    standing = Standing(order, [one for one in rows if one.position <= order.milestone_count], amendment)
    waits = standing.milestone.status == MilestoneStatus.AWAITING_PAYMENT
    return Case(
        standing,
        role,
        at,
        charge=charges_of([standing.milestone.pk]).get(standing.milestone.pk) if waits else None,
        difference=Charge(*difference) if difference else None,
        dispute=_open_dispute(order) if order.status == OrderStatus.DISPUTED else None,
        reviews=reviews_of(order, role, at),
        resuming=resuming_of(standing, at),
        asked=asked_of([standing])[order.pk],
    )


def charges_of(milestone_ids: list[UUID]) -> dict[UUID, Charge]:
    """The newest try to pay each of these milestones, in one statement."""
    tries = Attempt.objects.filter(
        intent__subject_kind=MILESTONE,
        intent__subject_id__in=milestone_ids,
        intent__purpose=Purpose.MILESTONE,
    )
    rows = tries.order_by("intent__created_at", "number").values_list("intent__subject_id", "pk", "status")
    return {subject: Charge(pk, status) for subject, pk, status in rows}


def _open_dispute(order: Order) -> Dispute | None:
    return Dispute.objects.filter(order_id=order.pk, closed_at__isnull=True).first()
