"""From what is paid for back to the order."""

from uuid import UUID

from orders.models import Amendment, OrderMilestone

MILESTONE, AMENDMENT = "milestone", "amendment"
"""What can be paid for: the kind in the pair (kind, uuid) by which the payments know it."""


def order_id_of(subject_kind: str, subject_id: UUID) -> UUID:
    """The order whose milestone or amendment a payment is for. Raises DoesNotExist."""
    if subject_kind == AMENDMENT:
        return Amendment.objects.values_list("order_id", flat=True).get(pk=subject_id)
    return OrderMilestone.objects.values_list("order_id", flat=True).get(pk=subject_id)
