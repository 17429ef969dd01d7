"""A buyer's request for an offer: a message with its brief, and the figures beside it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from offers.models.conversation import Conversation
from offers.models.message import Message
from offers.states import RequestState


class OfferRequest(models.Model):
    """What "Ask for an offer" leaves: brief and files are ``message``; budget and date are wishes, not terms.

    ``budget_minor`` is in minor units of the currency; ``wanted_by`` a day of the buyer's calendar. ``terms``: those of
    a finished order that the buyer wants again (``offers.repeating``), empty where the brief says it all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="requests")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="request")
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="offers_asked_for"
    )
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    gig = models.ForeignKey("gigs.Gig", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    budget_minor = models.PositiveBigIntegerField(null=True, blank=True)
    wanted_by = models.DateField(null=True, blank=True)
    terms = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.OPEN)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(seller=F("buyer")), name="nobody_asks_oneself_for_an_offer"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="a_closed_request_says_when",
            ),
            models.CheckConstraint(
                condition=Q(budget_minor__isnull=True) | Q(budget_minor__gte=settings.PRICE_MIN_MINOR),
                name="a_budget_is_at_least_1",
            ),
        ]
        indexes = [models.Index(fields=["conversation"], condition=Q(state="open"), name="request_open")]

    def __str__(self) -> str:
        return f"Request {self.id}"
