"""What of orders and money waits for staff."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from config.shared import clock
from config.shared.desk import Case
from config.shared.money import format_money
from orders.models import Attempt, Dispute
from orders.payments.models import FACTS, AttemptStatus
from orders.payments.refunds import refused

ALONE_FOR = timedelta(hours=1)
"""So long the jobs try by themselves; what is not at rest then has a trouble that they do not mend."""


def stuck_attempts() -> QuerySet[Attempt]:
    """Payments that are neither decided nor carried out an hour after they began; not those that wait for the buyer."""
    undecided = Q(check_at__isnull=False)
    not_carried_out = Q(status__in=FACTS, finalized_at__isnull=True)
    return Attempt.objects.filter(
        undecided | not_carried_out, created_at__lt=clock.now() - ALONE_FOR
    ).exclude(status=AttemptStatus.NEEDS_AUTHENTICATION)


def open_cases() -> list[Case]:
    """Disputes that nobody has decided, each with its case page."""
    found = Dispute.objects.filter(closed_at__isnull=True).select_related("order__buyer", "order__seller")
    return [
        Case(
            f"{one.order.number}: {one.order.buyer.label} and {one.order.seller.label}, by the {one.opener_role}",
            one.opened_at,
            reverse("admin:orders_dispute_case", args=[one.pk]),
        )
        for one in found
    ]


def refused_cases() -> list[Case]:
    """Refunds that the provider refused, each with its page."""
    return [
        Case(
            f"{format_money(one.amount_minor)} to {one.payer.label}, {one.statement}",
            one.created_at,
            reverse("admin:orders_intent_change", args=[one.pk]),
        )
        for one in refused().select_related("payer")
    ]
