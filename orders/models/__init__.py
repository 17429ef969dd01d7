"""Rows of orders, one family per file."""

from orders.ledger.models import Entry
from orders.models.delivery import Answer, Delivery, DeliveryFile, Dispute
from orders.models.event import Event
from orders.models.milestone import OrderMilestone, Settlement
from orders.models.order import Order, new_number
from orders.payments.demo.models import DemoCard, DemoPayment, DemoRefund
from orders.payments.models import Attempt, Intent, SavedCard

__all__ = [
    "Answer",
    "Attempt",
    "Delivery",
    "DeliveryFile",
    "DemoCard",
    "DemoPayment",
    "DemoRefund",
    "Dispute",
    "Entry",
    "Event",
    "Intent",
    "Order",
    "OrderMilestone",
    "SavedCard",
    "Settlement",
    "new_number",
]
