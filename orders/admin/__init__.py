"""Orders and their money for staff: all found, nothing edited by hand; disputes decided through the operation."""

from orders.admin import desk  # noqa: F401 - lays its piles
from orders.admin.amendments import AmendmentAdmin
from orders.admin.calls import CallAdmin
from orders.admin.cancellations import CancellationRequestAdmin
from orders.admin.disputes import DisputeAdmin
from orders.admin.goodwill import GoodwillRefundAdmin
from orders.admin.ledger import EntryAdmin, SettlementAdmin
from orders.admin.orders import DeliveryAdmin, EventAdmin, OrderAdmin, OrderMilestoneAdmin
from orders.admin.payments import AttemptAdmin, IntentAdmin, SavedCardAdmin
from orders.admin.resumptions import ResumptionAdmin
from orders.admin.reviews import ReviewAdmin
from orders.admin.subscriptions import SubscriptionAdmin

__all__ = [
    "AmendmentAdmin",
    "AttemptAdmin",
    "CallAdmin",
    "CancellationRequestAdmin",
    "DeliveryAdmin",
    "DisputeAdmin",
    "EntryAdmin",
    "EventAdmin",
    "GoodwillRefundAdmin",
    "IntentAdmin",
    "OrderAdmin",
    "OrderMilestoneAdmin",
    "ResumptionAdmin",
    "ReviewAdmin",
    "SavedCardAdmin",
    "SettlementAdmin",
    "SubscriptionAdmin",
]
