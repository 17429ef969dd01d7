"""Filters of the inbox and of offers."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from offers.states import State

if TYPE_CHECKING:
    from offers.models import Conversation, Message, Offer, Seat  # noqa: F401 - names of the generics


class ConversationQuerySet(QuerySet["Conversation"]):
    """Conversations."""

    def visible_to(self, user_id: int) -> "ConversationQuerySet":
        """Those in which this member is a party."""
        return self.filter(Q(low_id=user_id) | Q(high_id=user_id))

    def between(self, one_id: int, other_id: int) -> "ConversationQuerySet":
        """The one of this pair."""
        return self.filter(low_id=min(one_id, other_id), high_id=max(one_id, other_id))


class SeatQuerySet(QuerySet["Seat"]):
    """A member's places in conversations."""

    def of(self, user_id: int) -> "SeatQuerySet":
        """This member's, begun ones only."""
        return self.filter(user_id=user_id, last_at__isnull=False)

    def newest_first(self) -> "SeatQuerySet":
        """In the order of the list."""
        return self.order_by("-last_at", "-id")


class MessageQuerySet(QuerySet["Message"]):
    """Messages; ids grow in the order of writing within a conversation (see operations/messages.py)."""

    def after(self, message_id: int) -> "MessageQuerySet":
        """Written later than that one."""
        return self.filter(pk__gt=message_id)

    def before(self, message_id: int) -> "MessageQuerySet":
        """Written earlier than that one."""
        return self.filter(pk__lt=message_id)


class OfferQuerySet(QuerySet["Offer"]):
    """Offers."""

    def visible_to(self, user_id: int) -> "OfferQuerySet":
        """The seller's own, drafts included, and those sent to this buyer."""
        return self.filter(Q(seller_id=user_id) | (Q(buyer_id=user_id) & ~Q(state=State.DRAFT)))

    def due(self, at: datetime) -> "OfferQuerySet":
        """Those that the clock has to look at by now; the earliest first."""
        return self.filter(due_at__lte=at).order_by("due_at")

    def locked(self) -> "OfferQuerySet":
        """Rows held until the transaction ends (PostgreSQL), with what every rule reads."""
        return self.select_for_update(of=("self",)).select_related("gig__subcategory", "seller", "buyer")
