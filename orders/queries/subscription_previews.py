"""What cancelling a subscription does, in words and figures, before it is done."""

from config.shared.components import MoneyPreview, MoneyRow
from orders.models import Order, Subscription
from orders.payments.models import IN_FLIGHT, Attempt
from orders.queries.words import counted
from orders.states import OrderStatus


def cancel_preview(subscription: Subscription, newest: Order) -> MoneyPreview:
    """What cancelling does: what goes on, and what never will be charged."""
    left = subscription.months - subscription.made
    unpaid = newest.status == OrderStatus.AWAITING_PAYMENT
    if not unpaid:
        goes_on = "Months that are paid go on to their end as they are: delivery, your answer, all of it."
    elif _under_way(newest):
        goes_on = f"The payment of month {newest.month} is being checked: if it went through, that month is worked on."
    else:
        goes_on = f"Month {newest.month}, which is not paid, is cancelled with it."
    months = counted(left, "month")
    words = f"Nothing more is charged by this subscription. {goes_on} It cannot be taken up again."
    rows = (
        (MoneyRow(f"Never charged: {months}", left * subscription.total_minor, muted=True),) if left else ()
    )
    return MoneyPreview(words, rows, MoneyRow("Nothing is charged", 0))


def _under_way(order: Order) -> bool:
    tries = Attempt.objects.filter(intent__subject_id__in=order.milestones.values("pk"), status__in=IN_FLIGHT)
    return tries.exists()
