"""A proposal played through on an order as it stands: the rail, the money and the dates that it would leave.

Previews show this plan, and the effect writes this plan (product.md 5.3).
"""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from config.shared.money import fee_of, half_even
from orders import deadlines
from orders.amending.changes import Changes, Row
from orders.models import Order, OrderMilestone
from orders.standing import Standing
from orders.states import WORKING, MilestoneStatus

NOT_BEGUN = frozenset({MilestoneStatus.PLANNED, MilestoneStatus.AWAITING_PAYMENT})
TERMS = ("name", "description", "zoom", "days", "amount_minor", "revisions")


@dataclass(frozen=True, slots=True)
class Plan:
    """What an amendment leads to.

    ``before``, ``after``: the rail in order; what changes of it, in memory only. ``dropped``: what falls out of it.
    ``running``: the paid milestone's new columns. Minor units, below zero when it costs less: ``difference_minor`` of
    its amount, ``fee_minor`` of its service fee. ``due_at``: when the clock acts next. ``reopens``: a drop made the
    delivered milestone the last one, so it returns to work for its final delivery. ``recalls``: another milestone than
    before waits for its payment, or for another price.
    """

    before: tuple[OrderMilestone, ...]
    after: tuple[OrderMilestone, ...]
    dropped: tuple[OrderMilestone, ...]
    running: dict[str, Any]
    difference_minor: int
    fee_minor: int
    due_at: datetime | None
    reopens: bool
    recalls: bool

    @property
    def charge_minor(self) -> int:
        """What the buyer pays before it takes effect, fee included; 0 when nothing."""
        return self.difference_minor + self.fee_minor if self.difference_minor > 0 else 0

    @property
    def refund_minor(self) -> int:
        """What goes back to the buyer, fee included; 0 when nothing."""
        return -(self.difference_minor + self.fee_minor) if self.difference_minor < 0 else 0


def not_begun(standing: Standing) -> list[OrderMilestone]:
    """What has not begun, in order: planned milestones, and one that waits for its payment."""
    return [m for m in standing.milestones if m.status in NOT_BEGUN]


def paid_one(standing: Standing) -> OrderMilestone | None:
    """The milestone that is paid and not settled; None between two of them."""
    return None if standing.milestone.status in NOT_BEGUN else standing.milestone


def plan_of(standing: Standing, changes: Changes, at: datetime) -> Plan:
    """Play it through at that moment. Says nothing of whether it may be agreed (``rules.check``)."""
    paid, rest = paid_one(standing), not_begun(standing)
    new_rest = rest if changes.rest is None else [*_rows_of(standing.order, rest, changes.rest)]
    kept = {m.pk for m in new_rest}
    delivered = paid is not None and paid.status == MilestoneStatus.DELIVERED
    reopens = delivered and bool(rest) and not new_rest
    running = _running(standing.order, paid, changes, reopens=reopens, at=at) if paid else {}
    begun = [m for m in standing.milestones if m.status not in NOT_BEGUN]
    return Plan(
        before=tuple(standing.milestones),
        after=_in_order([_with(m, running) if m is paid else m for m in begun], new_rest),
        dropped=tuple(m for m in rest if m.pk not in kept),
        running=running,
        difference_minor=running["amount_minor"] - paid.amount_minor if paid else 0,
        fee_minor=running["fee_minor"] - paid.fee_minor if paid else 0,
        due_at=_order_due(standing, running, reopens=reopens),
        reopens=reopens,
        recalls=paid is None and _first(rest) != _first(new_rest),
    )


def _first(rest: Sequence[OrderMilestone]) -> tuple[object, int] | None:
    return (rest[0].pk, rest[0].total_minor) if rest else None


def _rows_of(order: Order, rest: Iterable[OrderMilestone], rows: Iterable[Row]) -> Iterable[OrderMilestone]:
    known = {str(m.pk): m for m in rest}
    for row in rows:
        terms = {name: getattr(row, name) for name in TERMS}
        terms["fee_minor"] = fee_of(row.amount_minor, order.fee_bp)
        yield _with(known[row.id], terms) if row.id else OrderMilestone(order=order, **terms)


def _with(milestone: OrderMilestone, columns: dict[str, Any]) -> OrderMilestone:
    """The same milestone with other columns, in memory."""
    changed = copy(milestone)
    for name, value in columns.items():
        setattr(changed, name, value)
    return changed


def _in_order(begun: Sequence[OrderMilestone], rest: Sequence[OrderMilestone]) -> tuple[OrderMilestone, ...]:
    placed = [_with(one, {"position": len(begun) + n}) for n, one in enumerate(rest, 1)]
    return (*begun, *placed)


def _running(
    order: Order, paid: OrderMilestone, changes: Changes, *, reopens: bool, at: datetime
) -> dict[str, Any]:
    """The paid milestone's columns.

    More days move its due date; while it is delivered its work clock stands, so they add to what is left of it. Sent
    back for the final delivery, it is due as after a revision.
    """
    amount = (changes.amount_minor or paid.amount_minor) + changes.price_minor
    more = timedelta(days=changes.days)
    columns: dict[str, Any] = {
        "days": paid.days + changes.days,
        "revisions": None if paid.revisions is None else paid.revisions + changes.revisions,
        "amount_minor": amount,
        "fee_minor": _new_fee(order, paid, amount),
    }
    if paid.due_at is not None:
        columns["due_at"] = paid.due_at + more
    if paid.status == MilestoneStatus.DELIVERED:
        left = paid.left + more
        columns["left_s"] = int(left.total_seconds())
        if reopens:
            columns |= {"due_at": deadlines.due_after_revision(at, left), "deadline_at": None}
    return columns


def _new_fee(order: Order, paid: OrderMilestone, amount: int) -> int:
    """The service fee that goes with another amount (product.md 2, money arithmetic).

    More: the fee of the charge of the difference is added. Less: what goes back is counted as if the new amount had
    been released and the rest given back, so the fee keeps the same part.
    """
    more = amount - paid.amount_minor
    if more >= 0:
        return paid.fee_minor + fee_of(more, order.fee_bp)
    return half_even(paid.fee_minor * amount, paid.amount_minor)


def _order_due(standing: Standing, running: dict[str, Any], *, reopens: bool) -> datetime | None:
    """The abandonment clock follows the work clock; every other deadline stays (no pause of the window)."""
    milestone, order = standing.milestone, standing.order
    due_at = running.get("due_at")
    if due_at is not None and (reopens or milestone.status in WORKING):
        return deadlines.abandoned_at(order.windows, due_at)
    return order.due_at
