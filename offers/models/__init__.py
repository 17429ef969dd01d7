"""Rows of the inbox and of custom offers."""

from offers.models.block import Block
from offers.models.comment import OfferComment
from offers.models.conversation import Conversation, Seat
from offers.models.message import Attachment, Message
from offers.models.offer import Offer, OfferMilestone
from offers.models.quick_reply import QuickReply
from offers.models.report import Report, ReportAct
from offers.models.request import OfferRequest

__all__ = [
    "Attachment",
    "Block",
    "Conversation",
    "Message",
    "Offer",
    "OfferComment",
    "OfferMilestone",
    "OfferRequest",
    "QuickReply",
    "Report",
    "ReportAct",
    "Seat",
]
