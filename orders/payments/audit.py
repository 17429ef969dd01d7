"""Payments, checked against themselves and against the provider's books: one line per broken invariant."""

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from config.shared.money import format_plain
from orders.payments.demo import reconcile
from orders.payments.models import Attempt, AttemptStatus, Intent, IntentStatus, Purpose, RefundAct


def broken_invariants() -> list[str]:
    """Every paid intent was charged once, or is a refund paid by hand; nothing goes back beyond what came in.

    And the provider's books say the same.
    """
    return [*_paid_once(), *_over_refunded(), *_surplus_kept(), *reconcile.differences()]


def _paid_once() -> list[str]:
    owning = Count("attempts", filter=Q(attempts__status=AttemptStatus.SUCCEEDED, attempts__surplus=False))
    by_hand = RefundAct.objects.filter(intent=OuterRef("pk"), kind=RefundAct.Kind.BY_HAND)
    counted = Intent.objects.exclude(Exists(by_hand)).annotate(charges=owning)
    paid = Q(status=IntentStatus.SUCCEEDED)
    wrong = counted.filter((paid & ~Q(charges=1)) | (~paid & Q(charges__gt=0)))
    return [f"payments: intent {one.pk} is {one.status} and has {one.charges} charges" for one in wrong]


def _over_refunded() -> list[str]:
    charges = Attempt.objects.annotate(going_back=Sum("refunds__amount_minor"))
    return [
        f"payments: {format_plain(charge.going_back)} go back for attempt {charge.pk}, more than was charged"
        for charge in charges.filter(going_back__gt=F("intent__amount_minor"))
    ]


def _surplus_kept() -> list[str]:
    surplus = Attempt.objects.exclude(intent__purpose=Purpose.REFUND).filter(
        surplus=True, finalized_at__isnull=False
    )
    kept = surplus.annotate(going_back=Sum("refunds__amount_minor", default=0))
    return [
        f"payments: surplus charge {charge.pk} was not sent back in full"
        for charge in kept.exclude(going_back=F("intent__amount_minor"))
    ]
