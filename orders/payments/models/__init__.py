"""What is to be paid (intent), each try to pay it (attempt), and saved cards."""

from orders.payments.models.attempt import Attempt
from orders.payments.models.card import SavedCard
from orders.payments.models.intent import Intent
from orders.payments.models.kinds import FACTS, IN_FLIGHT, AttemptStatus, IntentStatus, Purpose
from orders.payments.models.refund import RefundAct

__all__ = [
    "FACTS",
    "IN_FLIGHT",
    "Attempt",
    "AttemptStatus",
    "Intent",
    "IntentStatus",
    "Purpose",
    "RefundAct",
    "SavedCard",
]
