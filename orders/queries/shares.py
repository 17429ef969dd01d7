"""Who gets what of the current milestone. Previews and settlements read the same figures (product.md 5.3)."""

from orders.ledger.shares import Goodwill, give_back, settle
from orders.ledger.shares import Settlement as Shares
from orders.models import Order, OrderMilestone, Settlement
from orders.standing import Standing


def shares_of(standing: Standing, released_minor: int) -> Shares:
    """What settling the current milestone gives to whom. ``released_minor``: the part of its amount that was earned."""
    milestone = standing.milestone
    return settle(
        amount_minor=milestone.amount_minor,
        fee_minor=milestone.fee_minor,
        released_minor=released_minor,
        commission_bp=standing.order.commission_bp,
    )


def shares_given_back(
    order: Order, milestone: OrderMilestone, settlement: Settlement, part_minor: int
) -> Goodwill:
    """What giving back this much of a settled milestone's price takes from whom. Raises ValueError for too much."""
    return give_back(
        amount_minor=milestone.amount_minor,
        fee_minor=milestone.fee_minor,
        kept_minor=settlement.kept_minor,
        part_minor=part_minor,
        commission_bp=order.commission_bp,
    )
