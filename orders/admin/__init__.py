"""Orders and their money for staff: all found, nothing edited by hand; disputes decided through the operation."""

from orders.admin import desk  # noqa: F401 - lays its piles
from orders.admin.disputes import DisputeAdmin
from orders.admin.ledger import EntryAdmin, SettlementAdmin
from orders.admin.orders import DeliveryAdmin, EventAdmin, OrderAdmin, OrderMilestoneAdmin
from orders.admin.payments import AttemptAdmin, IntentAdmin, SavedCardAdmin

__all__ = [
    "AttemptAdmin",
    "DeliveryAdmin",
    "DisputeAdmin",
    "EntryAdmin",
    "EventAdmin",
    "IntentAdmin",
    "OrderAdmin",
    "OrderMilestoneAdmin",
    "SavedCardAdmin",
    "SettlementAdmin",
]
