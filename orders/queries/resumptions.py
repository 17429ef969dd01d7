"""Whether an order that ended early can go on, who asked, and what came of it (product.md 5.2, row 17)."""

from dataclasses import dataclass
from datetime import datetime

from orders import deadlines
from orders.models import Order, OrderMilestone, Resumption
from orders.standing import Standing
from orders.states import RESUMABLE, MilestoneStatus, OrderStatus, Reason, Role


@dataclass(frozen=True, slots=True)
class Resuming:
    """``open``: the request that waits for its answer; ``successor``: the order that goes on; ``until``: not later."""

    open: Resumption | None
    successor: Order | None
    until: datetime
    at: datetime

    @property
    def can_ask(self) -> bool:
        """Nobody has asked, nothing came of it yet, and there is time."""
        return self.open is None and self.successor is None and self.at < self.until

    def can_answer(self, role: Role) -> bool:
        """The other side asked, and there is time."""
        return self.open is not None and self.open.asker_role != role and self.at < self.open.lapses_at

    def can_withdraw(self, role: Role) -> bool:
        """The reader asked."""
        return self.open is not None and self.open.asker_role == role and self.at < self.open.lapses_at


def remaining(standing: Standing) -> list[OrderMilestone]:
    """What never began, in its order: what a resumed order has."""
    return [one for one in standing.milestones if one.status == MilestoneStatus.DROPPED]


def resuming_of(standing: Standing, at: datetime) -> Resuming | None:
    """One statement for an order that ended before its last milestone, none for any other (None).

    An order that came of it and was never paid counts as none.
    """
    order = standing.order
    if order.status != OrderStatus.COMPLETED or order.reason not in RESUMABLE or order.ended_at is None:
        return None
    if not remaining(standing):
        return None
    rows = Resumption.objects.filter(order_id=order.pk).select_related("successor").order_by("-asked_at")
    last = rows.first()
    successor = last.successor if last else None
    if successor is not None and successor.reason == Reason.NOT_PAID:
        successor = None
    return Resuming(
        open=last if last and last.closed_at is None else None,
        successor=successor,
        until=deadlines.resume_until(order.windows, order.ended_at),
        at=at,
    )
