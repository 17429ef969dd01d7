"""Disputes of an order and of its two people: which, and whether one has changed."""

from uuid import UUID

from django.db.models import QuerySet

from orders.models import Dispute, Order


def shown_case(order: Order, dispute: Dispute) -> str:
    """Changes whenever the case does: with the order's version and with every statement."""
    return f"{order.version}-{dispute.statements.count()}"


def latest_dispute(order: Order) -> Dispute | None:
    """The dispute that is open, or the last one there was."""
    return Dispute.objects.filter(order_id=order.pk).order_by("-opened_at").first()


def dispute_of(order: Order, dispute_id: UUID) -> Dispute | None:
    """One dispute of this order."""
    return Dispute.objects.filter(order_id=order.pk, pk=dispute_id).first()


def disputes_of_people(order: Order) -> QuerySet[Dispute]:
    """Earlier disputes in which either of the two was a party, the newest first."""
    both = (order.buyer_id, order.seller_id)
    found = Dispute.objects.filter(order__buyer__in=both) | Dispute.objects.filter(order__seller__in=both)
    return (
        found.exclude(order_id=order.pk)
        .select_related("order__buyer", "order__seller")
        .order_by("-opened_at")
    )
