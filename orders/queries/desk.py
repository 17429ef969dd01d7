"""What of orders and money waits for staff."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from config.shared import clock
from orders.models import Attempt
from orders.payments.models import FACTS, AttemptStatus

ALONE_FOR = timedelta(hours=1)
"""So long the jobs try by themselves; what is not at rest then has a trouble that they do not mend."""


def stuck_attempts() -> QuerySet[Attempt]:
    """Payments that are neither decided nor carried out an hour after they began; not those that wait for the buyer."""
    undecided = Q(check_at__isnull=False)
    not_carried_out = Q(status__in=FACTS, finalized_at__isnull=True)
    return Attempt.objects.filter(
        undecided | not_carried_out, created_at__lt=clock.now() - ALONE_FOR
    ).exclude(status=AttemptStatus.NEEDS_AUTHENTICATION)
