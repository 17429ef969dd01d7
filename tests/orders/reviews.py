"""Short ways to a completed order and its reviews."""

from accounts.models import User
from orders.models import Order
from orders.operations.reviewing import Opinion, write_review
from orders.states import Act
from tests.orders import stories

GOOD = Opinion((5, 5, 4), "Calm, quick and exact from start to end.", "Would hire for the platform.")
BAD = Opinion((1, 2, 2), "Never answered a single question of ours.")


def completed(seller: User, buyer: User) -> Order:
    """An order of two milestones whose first was accepted and which the buyer then stopped."""
    order = stories.deliver(stories.order_of(seller, buyer, milestones=2))
    return stories.fresh(stories.accept(order, Act.ACCEPT_AND_STOP))


def review(order: Order, user: User, opinion: Opinion = GOOD) -> Order:
    """One side writes, or changes, what it thinks."""
    return write_review(order_id=order.pk, opinion=opinion, click=stories.click(user, order))
