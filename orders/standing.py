"""Who acts, and an order as it stands under its lock: what transitions and operations are handed."""

from dataclasses import dataclass, field

from orders.models import Amendment, Order, OrderMilestone
from orders.states import MilestoneStatus, OrderStatus, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and in which part. ``user_id`` None: the system."""

    role: Role
    user_id: int | None = None


SYSTEM = Actor(Role.SYSTEM)


@dataclass(slots=True)
class Standing:
    """An order under its lock, with all its milestones in order.

    ``amendment``: the open one. What an amendment has dropped is no milestone of the order any more.
    """

    order: Order
    milestones: list[OrderMilestone] = field(default_factory=list)
    amendment: Amendment | None = None

    @property
    def milestone(self) -> OrderMilestone:
        """The current milestone."""
        return self.milestones[self.order.current - 1]

    @property
    def next(self) -> OrderMilestone | None:
        """The one after the current, if any."""
        return None if self.is_last else self.milestones[self.order.current]

    @property
    def is_last(self) -> bool:
        """Nothing comes after the current milestone."""
        return self.order.current == self.order.milestone_count

    @property
    def state(self) -> tuple[OrderStatus, MilestoneStatus]:
        """The key into the table."""
        return OrderStatus(self.order.status), MilestoneStatus(self.milestone.status)

    @property
    def paid_before(self) -> bool:
        """The seller ever got money from this order."""
        return any(m.released_minor for m in self.milestones)
