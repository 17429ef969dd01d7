"""Writes of the inbox and of custom offers; a file per family."""

from offers.operations.accepting import accept_offer_row, release_offer_row
from offers.operations.answering import ask_for_changes, decline_offer, mark_opened, withdraw_offer
from offers.operations.asking import ask_for_offer, withdraw_request
from offers.operations.conversations import open_conversation, start_conversation
from offers.operations.drafting import create_offer, delete_draft, keep_draft
from offers.operations.expiring import expire_offers
from offers.operations.messages import system_line, write_message
from offers.operations.seats import mark_read
from offers.operations.sending import send_offer

__all__ = [
    "accept_offer_row",
    "ask_for_changes",
    "ask_for_offer",
    "create_offer",
    "decline_offer",
    "delete_draft",
    "expire_offers",
    "keep_draft",
    "mark_opened",
    "mark_read",
    "open_conversation",
    "release_offer_row",
    "send_offer",
    "start_conversation",
    "system_line",
    "withdraw_offer",
    "withdraw_request",
    "write_message",
]
