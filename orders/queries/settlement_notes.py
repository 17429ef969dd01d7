"""What a settled milestone brought its seller, as a paper to print. Minor units."""

from dataclasses import dataclass

from orders.models import Order, Settlement


@dataclass(frozen=True, slots=True)
class SettlementNote:
    """``number`` names it: the order's, and the milestone's place."""

    number: str
    order: Order
    settlement: Settlement


def settlement_note(order: Order, position: int) -> SettlementNote | None:
    """The note of one milestone; None while nothing was earned with it."""
    rows = Settlement.objects.filter(milestone__order_id=order.pk, milestone__position=position)
    found = rows.filter(to_seller_minor__gt=0).select_related("milestone").first()
    return None if found is None else SettlementNote(f"S-{order.number}-{position}", order, found)
