"""What happened to an order, in order; never changed, never deleted."""

import uuid

from django.conf import settings
from django.db import models

from orders.models.order import Order
from orders.states import Act, Role

OCCURRENCES = [
    ("place", "Order placed"),
    ("payment_failed", "Payment failed"),
    ("charge_returned", "Late payment returned"),
    ("amendment_not_paid", "Payment of a change failed"),
    ("refund_sent", "Refund sent"),
    ("refund_refused", "Refund refused by the provider"),
    ("refund_by_hand", "Refund paid by hand"),
    ("goodwill", "Given back out of goodwill"),
    ("goodwill", "Given back out of goodwill"),
    ("tick_substep", "Substep ticked"),
    ("mark_stage", "Stage done"),
    ("lapse_resume", "Resumption not answered"),
]


def acts() -> list[tuple[str, str]]:
    """What an event can be; asked for by name, so that a new act needs no migration."""
    return [*Act.choices, *OCCURRENCES]


class Event(models.Model):
    """One act on an order. ``data`` holds what people wrote and the figures of the moment (minor units)."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(  # found by event_of_order
        Order, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    position = models.PositiveSmallIntegerField(default=0)
    act = models.CharField(max_length=32, choices=acts)
    role = models.CharField(max_length=8, choices=Role.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["order", "id"], name="event_of_order")]

    def __str__(self) -> str:
        return str(self.get_act_display())
