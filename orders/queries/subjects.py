"""From what is paid for back to the order."""

from uuid import UUID

from orders.models import Amendment, Intent, Order, OrderMilestone

AMENDMENT = "amendment"


def order_id_of(subject_kind: str, subject_id: UUID) -> UUID:
    """The order whose milestone or amendment a payment is for. Raises DoesNotExist."""
    if subject_kind == AMENDMENT:
        return Amendment.objects.values_list("order_id", flat=True).get(pk=subject_id)
    return OrderMilestone.objects.values_list("order_id", flat=True).get(pk=subject_id)


def order_of(intent: Intent) -> Order:
    """The same with its people, for pages of staff."""
    orders = Order.objects.select_related("buyer", "seller", "gig")
    return orders.get(pk=order_id_of(intent.subject_kind, intent.subject_id))
