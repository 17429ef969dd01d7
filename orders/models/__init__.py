"""Rows of orders, one family per file."""

from orders.ledger.models import Entry
from orders.models.amendment import Amendment
from orders.models.call import CalendarFeed, Call
from orders.models.cancellation import CancellationRequest
from orders.models.delivery import Answer, Delivery, DeliveryFile
from orders.models.dispute import Dispute, Statement, StatementFile
from orders.models.event import Event
from orders.models.goodwill import GoodwillRefund
from orders.models.milestone import OrderMilestone, Settlement
from orders.models.order import Order, new_number
from orders.models.resumption import Resumption
from orders.models.review import Review, ReviewAsk
from orders.models.subscription import Subscription
from orders.payments.demo.models import DemoCard, DemoPayment, DemoRefund
from orders.payments.models import Attempt, Intent, RefundAct, SavedCard

__all__ = [
    "Amendment",
    "Answer",
    "Attempt",
    "CalendarFeed",
    "Call",
    "CancellationRequest",
    "Delivery",
    "DeliveryFile",
    "DemoCard",
    "DemoPayment",
    "DemoRefund",
    "Dispute",
    "Entry",
    "Event",
    "GoodwillRefund",
    "Intent",
    "Order",
    "OrderMilestone",
    "RefundAct",
    "Resumption",
    "Review",
    "ReviewAsk",
    "SavedCard",
    "Settlement",
    "Statement",
    "StatementFile",
    "Subscription",
    "new_number",
]
