"""Who gets what of the current milestone. Previews and settlements read the same figures (product.md 5.3)."""

from orders.ledger.shares import Settlement, settle
from orders.standing import Standing


def shares_of(standing: Standing, released_minor: int) -> Settlement:
    """What settling the current milestone gives to whom. ``released_minor``: the part of its amount that was earned."""
    milestone = standing.milestone
    return settle(
        amount_minor=milestone.amount_minor,
        fee_minor=milestone.fee_minor,
        released_minor=released_minor,
        commission_bp=standing.order.commission_bp,
    )
