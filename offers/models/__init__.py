"""Rows of the inbox and of custom offers."""

from offers.models.conversation import Conversation, Seat
from offers.models.message import Attachment, Message
from offers.models.offer import Offer, OfferMilestone

__all__ = ["Attachment", "Conversation", "Message", "Offer", "OfferMilestone", "Seat"]
