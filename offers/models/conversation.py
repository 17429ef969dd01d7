"""Conversations: one for each pair of members, with a seat for each of the two."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from offers.querysets import ConversationQuerySet, SeatQuerySet


class Conversation(models.Model):
    """What two members write to each other. The pair is stored in the order of the ids, so that it exists once.

    ``starter`` is who wrote to a stranger; nobody where an order or an offer brought the two together. ``gig`` is
    what they last began to talk about.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    low = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    high = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    gig = models.ForeignKey("gigs.Gig", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    snippet = models.CharField(max_length=140, blank=True)
    created_at = models.DateTimeField()

    may_hold_drafts = True
    """False when whoever loaded this has seen that the viewer has no unsent offer in it: saves its panel a question."""

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lt=F("high")), name="conversation_pair_is_ordered_and_never_with_oneself"
            ),
            models.UniqueConstraint(fields=["low", "high"], name="one_conversation_per_pair_of_members"),
        ]
        indexes = [
            models.Index(
                fields=["starter", "-created_at"],
                condition=Q(starter__isnull=False),
                name="conversation_begun",
            )
        ]

    def __str__(self) -> str:
        return f"Conversation {self.id}"

    def other_id(self, user_id: int) -> int:
        """The other party's id."""
        return self.high_id if self.low_id == user_id else self.low_id


class Seat(models.Model):
    """One member's view of a conversation: what is unread, and where it stands in the list.

    ``last_at`` repeats the moment of the last message so that a member's list is read from one index, however
    long it is. ``told`` is set when a mail about new messages went out and cleared on opening (product.md 4).
    ``read_to`` is the id of the last message that the member has had before the eyes: what the other side sees as
    read. ``draft`` is what stands in the composer; ``draft_version`` moves with it, so that a second window
    cannot write over what it has not seen. What is archived has nothing unread: a new message brings it back.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    last_at = models.DateTimeField(null=True, blank=True)
    unread = models.PositiveIntegerField(default=0)
    told = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    read_to = models.BigIntegerField(default=0)
    starred = models.BooleanField(default=False)
    archived = models.BooleanField(default=False)
    draft = models.TextField(blank=True)
    draft_version = models.PositiveIntegerField(default=0)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "user"], name="one_seat_per_member_in_a_conversation"
            ),
            models.CheckConstraint(
                condition=Q(archived=False) | Q(unread=0), name="what_is_archived_has_nothing_unread"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-last_at", "-id"], condition=Q(archived=False), name="seat_listed"),
            models.Index(
                fields=["user", "-last_at", "-id"], condition=Q(archived=True), name="seat_archived"
            ),
            models.Index(fields=["user", "-last_at", "-id"], condition=Q(starred=True), name="seat_starred"),
            models.Index(fields=["user", "-last_at", "-id"], condition=Q(unread__gt=0), name="seat_unread"),
        ]

    def __str__(self) -> str:
        return f"Seat {self.pk}"
