"""One party asks to go on with an order that ended before its last milestone (product.md 5.2, row 17)."""

import uuid

from django.db import models
from django.db.models import Q

from orders.models.order import Order
from orders.states import Act


class Resumption(models.Model):
    """A question to the other side; agreeing makes ``successor``, a linked order with what never began.

    ``lapses_at``: the last moment to agree. ``due_at``: when the clock looks at it next, to remind or to let it
    lapse; null when it is answered. ``outcome``: the act that closed it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="resumptions")
    asker_role = models.CharField(max_length=8)
    text = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=32, blank=True)
    successor = models.ForeignKey(
        Order, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="resumption_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(closed_at__isnull=True), name="one_open_resumption_per_order"
            ),
            models.CheckConstraint(
                name="a_closed_resumption_says_how_and_waits_for_nothing",
                condition=(
                    Q(closed_at__isnull=True, outcome="", due_at__isnull=False)
                    | Q(closed_at__isnull=False, due_at__isnull=True) & ~Q(outcome="")
                ),
            ),
            models.CheckConstraint(
                name="an_agreed_resumption_names_its_order",
                condition=(
                    Q(outcome=Act.AGREE_RESUME, successor__isnull=False)
                    | ~Q(outcome=Act.AGREE_RESUME) & Q(successor__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.outcome or 'open'}"
