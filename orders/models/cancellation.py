"""A request to cancel the running milestone by agreement (product.md 5.2, row 11)."""

import uuid

from django.db import models
from django.db.models import F, Q

from orders.models.order import Order
from orders.states import WORKING, Role


class CancellationRequest(models.Model):
    """Who asked to cancel a paid milestone, who would get what of it, and how that ended.

    ``released_minor``: the seller's part of ``amount_minor``, the milestone's amount then. ``delivery_round``: how many
    deliveries there had been. ``answer_by``: when silence answers. ``left_s``: seconds of the order's clock,
    which stands while the request is open. ``outcome``: the act that closed it, or ``void`` when something else made it
    pointless. ``answer_text``: what the other side wrote when it refused.
    """

    VOID = "void"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(  # found by one_cancellation_request_per_person_and_delivery
        Order, on_delete=models.PROTECT, related_name="cancellation_requests", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    requester_role = models.CharField(max_length=8)
    delivery_round = models.PositiveSmallIntegerField()
    amount_minor = models.PositiveBigIntegerField()
    released_minor = models.PositiveBigIntegerField()
    reason = models.TextField()
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    left_s = models.PositiveIntegerField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=32, blank=True)
    answer_text = models.TextField(blank=True)

    class Meta:
        ordering = ("-opened_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(closed_at__isnull=True),
                name="one_open_cancellation_request_per_order",
            ),
            models.UniqueConstraint(
                fields=["order", "position", "requester_role", "delivery_round"],
                name="one_cancellation_request_per_person_and_delivery",
            ),
            models.CheckConstraint(
                name="a_cancellation_gives_the_seller_at_most_the_amount",
                condition=Q(released_minor__lte=F("amount_minor")),
            ),
            models.CheckConstraint(
                name="a_closed_cancellation_request_says_how_it_ended",
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.outcome or 'open'}"

    def keeps_from_asking(self, role: str, deliveries: int) -> bool:
        """Whether a side may not ask again after so many deliveries: one is open at a time, one of each for each."""
        return self.closed_at is None or (self.requester_role, self.delivery_round) == (role, deliveries)

    def is_granted_by_silence(self, milestone_status: str) -> bool:
        """What no answer means (product.md 2 and 5.2, row 11), for a milestone that stands so when the time is over.

        It grants what takes nothing from whoever is silent, or only what was not done: a seller's request that refunds
        everything, and any request of a buyer while the work is undelivered. A revision that is being made counts as
        undelivered, as it does for lateness and for abandonment. Whatever else was asked lapses.
        """
        if self.requester_role == Role.SELLER:
            return self.released_minor == 0
        return milestone_status in WORKING
