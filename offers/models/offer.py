"""Custom offers and their rows."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from offers.models.conversation import Conversation
from offers.models.request import OfferRequest
from offers.querysets import OfferQuerySet
from offers.states import Kind, State


class Offer(models.Model):
    """What a seller proposes to one buyer. From the sending on, terms, rates and windows never change (product.md 2).

    ``windows`` holds whole seconds by name of the setting; ``questions`` a copy of the gig's requirement
    questions. ``months`` (2 to 12) and ``period`` (``1mo``, frozen as the windows are) are those of a subscription.
    ``version`` moves with every change of state or, in a draft, of terms. ``expiry_days`` null
    means ``OFFER_EXPIRY``; ``due_at`` is when the clock looks at an open offer next: a day before ``expires_at``,
    then at it, or later after a failed attempt. ``typed`` keeps the editor of a draft as it stands, ``ready`` once its
    rows were written from it; a sent offer has none. ``edited_in`` is the window that wrote last. ``opened_at`` is
    when the buyer first saw the page.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="offers")
    gig = models.ForeignKey("gigs.Gig", on_delete=models.PROTECT, related_name="offers")
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="offers_made")
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="offers_received"
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    request = models.ForeignKey(
        OfferRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="offers"
    )
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    kind = models.CharField(max_length=12, choices=Kind)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    questions = models.JSONField(default=list, blank=True)
    expiry_days = models.PositiveSmallIntegerField(null=True, blank=True)
    commission_bp = models.PositiveIntegerField(default=0)
    fee_bp = models.PositiveIntegerField(default=0)
    windows = models.JSONField(default=dict, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    period = models.CharField(max_length=8, blank=True)
    typed = models.JSONField(default=dict, blank=True)
    edited_in = models.CharField(max_length=36, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(blank=True)
    order_number = models.CharField(max_length=20, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(seller=F("buyer")), name="nobody_offers_to_oneself"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="offer_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="offer_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_at__isnull=False, expires_at__gt=F("sent_at")),
                name="a_sent_offer_says_when_it_expires",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "sent"]) | Q(closed_at__isnull=False),
                name="a_closed_offer_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(order_number=""), name="an_accepted_offer_names_its_order"
            ),
            models.CheckConstraint(
                condition=Q(state="declined") | Q(decline_reason=""),
                name="only_a_declined_offer_has_a_reason_for_it",
            ),
            models.CheckConstraint(
                condition=Q(commission_bp__lte=10_000) & Q(fee_bp__lte=10_000),
                name="offer_rates_are_at_most_the_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", due_at__isnull=False) | (~Q(state="sent") & Q(due_at__isnull=True)),
                name="only_an_open_offer_is_on_the_clock",
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(opened_at__isnull=True), name="nobody_opens_a_draft"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.SUBSCRIPTION) | Q(months__isnull=True, period=""),
                name="only_a_subscription_has_months",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.SUBSCRIPTION)
                | Q(state="draft")
                | Q(
                    months__isnull=False,
                    months__gte=settings.SUBSCRIPTION_MONTHS_MIN,
                    months__lte=settings.SUBSCRIPTION_MONTHS_MAX,
                )
                & ~Q(period=""),
                name="a_sent_subscription_says_its_months",
            ),
            models.UniqueConstraint(
                fields=["order_number"], condition=~Q(order_number=""), name="an_order_comes_from_one_offer"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="offer_due"),
            models.Index(fields=["conversation", "seller"], condition=Q(state="draft"), name="offer_drafts"),
        ]

    def __str__(self) -> str:
        return f"Offer {self.id}"

    @property
    def is_unfinished(self) -> bool:
        """A draft whose rows do not say yet what was typed."""
        return self.state == State.DRAFT and bool(self.typed) and not self.typed.get("ready")


class OfferMilestone(models.Model):
    """One payable row of an offer; a single-payment offer has exactly one. ``revisions`` null means unlimited."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    days = models.PositiveSmallIntegerField()
    amount_minor = models.PositiveBigIntegerField()
    revisions = models.PositiveSmallIntegerField(null=True, blank=True)
    zoom = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "position"], name="offer_rows_have_unique_positions"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=6), name="an_offer_has_at_most_6_rows"
            ),
            models.CheckConstraint(
                condition=Q(
                    amount_minor__gte=settings.PRICE_MIN_MINOR, amount_minor__lte=settings.PRICE_MAX_MINOR
                ),
                name="offer_amount_is_1_to_100000",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=100), name="offer_row_takes_1_to_100_days"
            ),
            models.CheckConstraint(
                condition=Q(position=1) | Q(days__lte=30), name="rows_after_the_first_take_at_most_30_days"
            ),
            models.CheckConstraint(
                condition=Q(revisions__isnull=True) | Q(revisions__lte=settings.REVISIONS_MAX),
                name="offer_revisions_are_0_to_20_or_unlimited",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"
