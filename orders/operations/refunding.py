"""Money that goes back to a buyer goes back to the charges it came from, the newest first, never more than each was."""

from datetime import datetime

from django.db.models import Q, Sum

from orders.ledger.stories import Refund
from orders.models import Amendment, Intent, OrderMilestone
from orders.payments.intents import open_refund
from orders.payments.models import IntentStatus, Purpose
from orders.queries.subjects import AMENDMENT, MILESTONE


def send_back(milestone: OrderMilestone, amount_minor: int, at: datetime) -> list[Refund]:
    """Write down, in the caller's transaction, the refunds that carry this much (fee included); none for nothing.

    A milestone was charged once, and once more for each amendment that made it dearer. Raises RuntimeError when less
    was charged than is to go back: then nothing may be kept.
    """
    refunds, left = [], amount_minor
    for charge in _charges(milestone) if left else []:
        part = min(left, charge.amount_minor - _going_back(charge))
        if part > 0:
            refund = open_refund(of_intent_id=charge.pk, amount_minor=part, at=at)
            refunds.append(Refund(refund.pk, part))
            left -= part
    if left:
        message = f"nothing was charged for {left} of what is to go back for milestone {milestone.pk}"
        raise RuntimeError(message)
    return refunds


def _charges(milestone: OrderMilestone) -> list[Intent]:
    dearer = Amendment.objects.filter(
        milestone_id=milestone.pk, in_force_at__isnull=False, difference_minor__gt=0
    )
    of_this = Q(subject_kind=MILESTONE, subject_id=milestone.pk, purpose=Purpose.MILESTONE) | Q(
        subject_kind=AMENDMENT, subject_id__in=dearer.values("pk"), purpose=Purpose.AMENDMENT
    )
    return list(Intent.objects.filter(of_this, status=IntentStatus.SUCCEEDED).order_by("-created_at"))


def _going_back(charge: Intent) -> int:
    """What was given back of the charge that paid this intent; a surplus charge of it is another matter."""
    sent = Intent.objects.filter(refund_of__intent_id=charge.pk, refund_of__surplus=False)
    return int(sent.aggregate(total=Sum("amount_minor"))["total"] or 0)
