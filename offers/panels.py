"""What custom offers show on other pages of this app and above it."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from offers.models import Conversation, Offer
from offers.states import State


def conversation_drafts(request: HttpRequest, conversation: Conversation) -> str:
    """The viewer's own unsent offers, above the composer (``conversation.drafts``); nothing when there are none."""
    drafts = Offer.objects.filter(conversation=conversation, seller_id=request.user.pk, state=State.DRAFT)
    rows = list(drafts.order_by("-created_at")) if conversation.may_hold_drafts else []
    return render_to_string("offers/_drafts.html", {"drafts": rows}, request) if rows else ""
