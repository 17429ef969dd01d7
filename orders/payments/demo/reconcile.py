"""The demo provider's books beside the site's records: what a provider's settlement report would be compared with."""

from django.db.models import BigIntegerField, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from orders.payments.demo.models import DemoPayment, DemoRefund
from orders.payments.gateway import OutcomeStatus
from orders.payments.models import Attempt, AttemptStatus, Purpose

_OURS = Attempt.objects.filter(provider="demo")
_CHARGES = _OURS.exclude(intent__purpose=Purpose.REFUND)
_REFUNDS = _OURS.filter(intent__purpose=Purpose.REFUND)


def differences() -> list[str]:
    """One line for each row that one side has and the other has not, or has otherwise."""
    return [
        *_not_at_the_provider(),
        *_not_recorded(),
        *_refunds_elsewhere(),
        *_refunds_not_recorded(),
        *_refund_sums(),
    ]


def _not_at_the_provider() -> list[str]:
    same = DemoPayment.objects.filter(
        pk=OuterRef("provider_ref"),
        status=OutcomeStatus.SUCCEEDED,
        amount_minor=OuterRef("intent__amount_minor"),
    )
    lost = _CHARGES.filter(~Exists(same), status=AttemptStatus.SUCCEEDED)
    return [f"payments: attempt {one.pk} succeeded here and not, or not so, at the provider" for one in lost]


def _not_recorded() -> list[str]:
    """A charge may be unrecorded only while a job is still to look at its attempt."""
    known = _CHARGES.filter(
        Q(status=AttemptStatus.SUCCEEDED) | Q(check_at__isnull=False), provider_ref=OuterRef("pk")
    )
    unknown = DemoPayment.objects.filter(~Exists(known), status=OutcomeStatus.SUCCEEDED)
    return [f"payments: {one.pk} was charged at the provider and is not recorded here" for one in unknown]


def _refunds_elsewhere() -> list[str]:
    same = DemoRefund.objects.filter(
        pk=OuterRef("provider_ref"), amount_minor=OuterRef("intent__amount_minor")
    )
    lost = _REFUNDS.filter(~Exists(same), status=AttemptStatus.SUCCEEDED)
    return [
        f"payments: refund attempt {one.pk} succeeded here and not, or not so, at the provider"
        for one in lost
    ]


def _refunds_not_recorded() -> list[str]:
    recorded = set(_REFUNDS.exclude(provider_ref="").values_list("provider_ref", flat=True))
    waiting = {str(key) for key in _REFUNDS.filter(check_at__isnull=False).values_list("key", flat=True)}
    return [
        f"payments: {refund.pk} was sent back by the provider and is not recorded here"
        for refund in DemoRefund.objects.all()
        if refund.pk not in recorded and refund.key not in waiting
    ]


def _refund_sums() -> list[str]:
    sums = (
        DemoRefund.objects.filter(payment=OuterRef("pk"))
        .values("payment")
        .annotate(total=Sum("amount_minor"))
    )
    sent = Coalesce(Subquery(sums.values("total"), output_field=BigIntegerField()), 0)
    wrong = DemoPayment.objects.annotate(sent=sent).exclude(refunded_minor=sent)
    return [f"payments: the provider's refunds of {one.pk} do not add up" for one in wrong]
