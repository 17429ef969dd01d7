"""Rows of the inbox and of custom offers."""

from offers.models.conversation import Conversation, Seat
from offers.models.message import Attachment, Message
from offers.models.offer import Offer, OfferComment, OfferMilestone
from offers.models.request import OfferRequest

__all__ = [
    "Attachment",
    "Conversation",
    "Message",
    "Offer",
    "OfferComment",
    "OfferMilestone",
    "OfferRequest",
    "Seat",
]
