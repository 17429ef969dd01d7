"""Writes of the inbox and of custom offers; a file per family."""

from offers.operations.accepting import accept_offer_row, release_offer_row
from offers.operations.answering import decline_offer, withdraw_offer
from offers.operations.conversations import open_conversation, start_conversation
from offers.operations.drafting import create_offer
from offers.operations.expiring import expire_offers
from offers.operations.messages import system_line, write_message
from offers.operations.seats import mark_read
from offers.operations.sending import send_offer

__all__ = [
    "accept_offer_row",
    "create_offer",
    "decline_offer",
    "expire_offers",
    "mark_read",
    "open_conversation",
    "release_offer_row",
    "send_offer",
    "start_conversation",
    "system_line",
    "withdraw_offer",
    "write_message",
]
