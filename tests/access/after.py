"""A completed order with a file, public reviews and a settled milestone, for the routes that need one."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from orders.models import Attempt, OrderMilestone
from orders.operations import delivering
from orders.states import Act
from tests.orders import stories
from tests.orders.reviews import review


def routes(buyer: User, seller: User) -> dict[str, dict[str, Any]]:
    """What their addresses take."""
    order = stories.order_of(seller, buyer, milestones=2)
    upload = SimpleUploadedFile("work.txt", b"the work")
    click = stories.click(seller, stories.fresh(order))
    delivering.deliver(order_id=order.pk, message="Done.", uploads=[upload], click=click)
    order = stories.fresh(stories.accept(order, Act.ACCEPT_AND_STOP))
    for side in (buyer, seller):
        review(order, side)
    milestones = OrderMilestone.objects.filter(order=order).values("pk")
    paid = Attempt.objects.get(intent__subject_id__in=milestones)
    done = {"number": order.number}
    return {
        "orders:order_pack": done,
        "orders:order_review": done,
        "orders:order_review_reply": done,
        "orders:order_receipt": {**done, "receipt_id": paid.pk},
        "orders:order_settlement": {**done, "position": 1},
    }
