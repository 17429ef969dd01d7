"""A settled milestone, and staff who give back of it."""

from typing import Any
from uuid import uuid4

from accounts.models import User
from config.shared import clock
from config.shared.commands import Click
from orders.models import GoodwillRefund, OrderMilestone
from orders.operations.goodwill import give_back
from orders.states import Act
from tests.orders import stories

NO_REFUND = "4000 0000 0000 7726"
SELLER, MILEPOST = GoodwillRefund.Bearer.SELLER, GoodwillRefund.Bearer.MILEPOST


def settled(
    buyer: User, seller: User, *, number: str = stories.SUCCESS, milestones: int = 2
) -> OrderMilestone:
    """The first milestone of 180.00, accepted; the order stopped there."""
    order = stories.order_of(seller, buyer, milestones=milestones, number=number)
    act = Act.ACCEPT_AND_STOP if milestones > 1 else Act.ACCEPT_FINAL
    stories.accept(stories.deliver(order), act)
    return OrderMilestone.objects.get(order=order, position=1)


def give(
    milestone: OrderMilestone, staff: User, part: int, bearer: str = SELLER, **more: Any
) -> GoodwillRefund:
    """Press the button on a page that shows the milestone as it stands."""
    shown = GoodwillRefund.objects.filter(settlement__milestone=milestone).count()
    click = Click(staff.pk, more.pop("key", None) or uuid4(), more.pop("version", shown), clock.now())
    said = {"reason": "The colours were off.", **more}
    return give_back(milestone_id=milestone.pk, part_minor=part, bearer=bearer, click=click, **said)
