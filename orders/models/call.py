"""A call of the two parties about a milestone that includes Zoom."""

import uuid
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import models
from django.db.models import F, Q

from orders.call_states import LENGTHS, OPEN_CALLS, CallStatus
from orders.models.milestone import OrderMilestone
from orders.models.order import Order
from orders.states import Role


class Call(models.Model):
    """A time and a meeting link that one side proposes and the other accepts.

    ``uid`` with ``sequence``: the event in people's calendars, which a call that was moved keeps. ``moves``: the
    agreed call that this one would take the place of. ``remind_at``: when both are reminded, null when nobody is.
    ``changed_at``: the last time that anything of it changed. ``word``: why it was declined or cancelled.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="calls", db_index=False)
    milestone = models.ForeignKey(OrderMilestone, on_delete=models.PROTECT, related_name="calls")
    proposer_role = models.CharField(max_length=8, choices=[(Role.BUYER, "Buyer"), (Role.SELLER, "Seller")])
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    link = models.CharField(max_length=500)
    note = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=10, choices=CallStatus.choices, default=CallStatus.PROPOSED)
    word = models.CharField(max_length=500, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0)
    moves = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="moved_by"
    )
    proposed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("starts_at",)
        indexes = [
            models.Index(fields=["order", "starts_at"], name="call_of_order"),
            models.Index(fields=["remind_at"], condition=Q(remind_at__isnull=False), name="call_to_remind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "starts_at", "status"],
                condition=Q(status__in=sorted(OPEN_CALLS)),
                name="one_open_call_of_a_milestone_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["moves"], condition=Q(status=CallStatus.PROPOSED), name="one_open_move_of_a_call"
            ),
            models.UniqueConstraint(fields=["uid", "sequence"], name="a_moved_call_counts_on"),
            models.CheckConstraint(name="a_call_has_a_usual_length", condition=Q(minutes__in=LENGTHS)),
            models.CheckConstraint(name="a_call_has_a_safe_link", condition=Q(link__startswith="https://")),
            models.CheckConstraint(name="no_call_moves_itself", condition=~Q(moves=F("id"))),
            models.CheckConstraint(
                name="only_agreed_calls_are_reminded_of",
                condition=Q(remind_at__isnull=True) | Q(status=CallStatus.ACCEPTED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def was_agreed(self) -> bool:
        """It stands, or stood, in people's calendars: a call that was cancelled or moved after that counts on."""
        return self.status == CallStatus.ACCEPTED or self.sequence > 0

    @property
    def host(self) -> str:
        """Where its link leads."""
        return urlsplit(self.link).hostname or ""


class CalendarFeed(models.Model):
    """A member's private calendar address; no row: it is switched off.

    The address holds a secret that is made from ``salt`` and the site's own key and is never stored, so that it can
    be shown again and a copy of the database opens no calendar. ``token_hash``: SHA-256 in hex, to find the row.
    """

    user = models.OneToOneField(
        "accounts.User", primary_key=True, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    salt = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token_hash"], name="one_calendar_per_address")]

    def __str__(self) -> str:
        return f"{self.user_id}"
