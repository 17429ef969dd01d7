"""An order: what was agreed, where it stands, until when."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orders.querysets import OrderQuerySet
from orders.states import ENDED, OPEN, Kind, OrderStatus, Reason

ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXYZ"


def new_number() -> str:
    """A public order number without vowels or look-alikes: ``MP-7XK2M9QT``."""
    return "MP-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def kinds() -> list[tuple[str, str]]:
    """How an order can be paid; asked for by name, so that a new kind needs no migration."""
    return Kind.choices


def reasons() -> list[tuple[str, str]]:
    """Why an order can end; the same."""
    return Reason.choices


RUNS = Q(status__in=sorted(OPEN))
PAID_OFF = Q(status=OrderStatus.COMPLETED)


class Order(models.Model):
    """One order of 1 to 6 payable milestones; its terms are a snapshot that no later change touches.

    ``windows``: frozen lengths of time in seconds. ``due_at``: when the clock acts next, null when nothing
    waits. ``remind_at``: when somebody is reminded of that next, null when nobody is; ``remind_from``: when the
    present time to wait began. ``current``: position of the milestone that the order is about. ``version`` moves
    with status, money, terms or delivery. ``resumes``: the stopped order whose remaining milestones this one has;
    ``repeats``: the finished order that was ordered again. ``month``: which one of its subscription, from 1.
    ``asked``: a cancellation or other terms were asked for, once at least: only then an ask can be without an answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, default=new_number)
    buyer = models.ForeignKey(  # found by order_of_buyer, and the seller by order_of_seller
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders_bought", db_index=False
    )
    seller = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders_sold", db_index=False
    )
    gig = models.ForeignKey("gigs.Gig", on_delete=models.PROTECT, related_name="orders")
    offer = models.ForeignKey(
        "offers.Offer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    conversation = models.ForeignKey(
        "offers.Conversation", null=True, blank=True, on_delete=models.PROTECT, related_name="orders"
    )
    card = models.ForeignKey(
        "orders.SavedCard", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resumes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    repeats = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subscription = models.ForeignKey(  # found by one_order_for_each_month_of_a_subscription
        "orders.Subscription",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="orders",
        db_index=False,
    )
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=160)
    package_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=12, choices=kinds)
    status = models.CharField(max_length=24, choices=OrderStatus.choices)
    reason = models.CharField(max_length=24, choices=reasons, blank=True)
    version = models.PositiveIntegerField(default=1)
    current = models.PositiveSmallIntegerField(default=1)
    milestone_count = models.PositiveSmallIntegerField()
    commission_bp = models.PositiveIntegerField()
    fee_bp = models.PositiveIntegerField()
    windows = models.JSONField()
    questions = models.JSONField(default=list, blank=True)
    stages = models.JSONField(default=list, blank=True)
    placed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    sweep_after = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    remind_from = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    asked = models.BooleanField(default=False)

    objects = OrderQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="order_due"),
            models.Index(
                fields=["remind_at"], condition=Q(remind_at__isnull=False), name="order_to_remind_of"
            ),
            models.Index(fields=["buyer", "-placed_at"], name="order_of_buyer"),
            models.Index(fields=["buyer", "due_at"], condition=RUNS, name="order_open_of_buyer"),
            models.Index(fields=["seller", "due_at"], condition=RUNS, name="order_open_of_seller"),
            models.Index(fields=["seller", "-placed_at"], name="order_of_seller"),
            models.Index(fields=["buyer", "ended_at"], condition=PAID_OFF, name="order_completed_of_buyer"),
            models.Index(fields=["seller", "ended_at"], condition=PAID_OFF, name="order_completed_of_seller"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="an_order_number_is_used_once"),
            models.UniqueConstraint(  # one that was never paid does not count
                fields=["resumes"],
                condition=Q(resumes__isnull=False) & ~Q(reason=Reason.NOT_PAID),
                name="an_order_is_resumed_once",
            ),
            models.UniqueConstraint(
                fields=["subscription", "month"],
                condition=Q(subscription__isnull=False),
                name="one_order_for_each_month_of_a_subscription",
            ),
            models.CheckConstraint(
                name="the_order_of_a_subscription_says_its_month",
                condition=Q(
                    kind=Kind.SUBSCRIPTION,
                    subscription__isnull=False,
                    month__isnull=False,
                    month__gte=1,
                    milestone_count=1,
                )
                | ~Q(kind=Kind.SUBSCRIPTION) & Q(subscription__isnull=True, month__isnull=True),
            ),
            models.CheckConstraint(name="nobody_orders_from_themselves", condition=~Q(buyer=F("seller"))),
            models.CheckConstraint(
                name="an_order_has_one_to_six_milestones",
                condition=Q(milestone_count__gte=1, milestone_count__lte=6),
            ),
            models.CheckConstraint(
                name="the_current_milestone_exists",
                condition=Q(current__gte=1, current__lte=F("milestone_count")),
            ),
            models.CheckConstraint(
                name="an_ended_order_says_why_and_when_and_waits_for_nothing",
                condition=(
                    Q(status__in=sorted(ENDED), ended_at__isnull=False, due_at__isnull=True) & ~Q(reason="")
                    | ~Q(status__in=sorted(ENDED)) & Q(ended_at__isnull=True, reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number
