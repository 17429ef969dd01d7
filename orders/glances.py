"""An order as the clock sees it when it ends many at once: columns, not rows."""

from dataclasses import dataclass
from uuid import UUID

from orders.states import MilestoneStatus, OrderStatus


@dataclass(frozen=True, slots=True)
class Glance:
    """What the clock has to know of an order and its current milestone to end them; the order is under its lock.

    ``clearing_s``: how long the seller's money clears, in seconds. ``asked``: a side asked for something once, so that
    an ask may be open; ``calls_ahead``: there are calls that its end would cancel.
    """

    order_id: UUID
    status: str
    version: int
    current: int
    milestone_count: int
    seller_id: int
    commission_bp: int
    clearing_s: int
    asked: bool
    milestone_id: UUID
    milestone_status: str
    amount_minor: int
    fee_minor: int
    calls_ahead: bool

    @property
    def is_last(self) -> bool:
        """Nothing comes after the current milestone."""
        return self.current == self.milestone_count

    @property
    def state(self) -> tuple[OrderStatus, MilestoneStatus]:
        """The key into the table."""
        return OrderStatus(self.status), MilestoneStatus(self.milestone_status)
