"""Many orders at a time, each as one party sees it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from orders.models import Order, OrderMilestone
from orders.queries.cancellations import asked_in_list
from orders.queries.case import Case, charges_of
from orders.standing import Standing
from orders.states import MilestoneStatus, Role


def cases_of(orders: Sequence[Order], role: Role, at: datetime) -> Iterable[Case]:
    """The milestones, the charges that are open and the cancellation requests, of many orders."""
    milestones: dict[UUID, list[OrderMilestone]] = defaultdict(list)
    on_the_rail = OrderMilestone.objects.filter(order__in=orders, position__lte=F("order__milestone_count"))
    for row in on_the_rail.order_by("position"):
        milestones[row.order_id].append(row)
    standings = [Standing(order, milestones[order.pk]) for order in orders]
    waiting = [s.milestone.pk for s in standings if s.milestone.status == MilestoneStatus.AWAITING_PAYMENT]
    charges = charges_of(waiting) if waiting else {}
    asked = asked_in_list(standings)
    return [Case(s, role, at, charge=charges.get(s.milestone.pk), asked=asked[s.order.pk]) for s in standings]
