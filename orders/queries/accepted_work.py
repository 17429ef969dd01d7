"""What was accepted before the final delivery: the files and links that the buyer has already."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from orders.models import Delivery
from orders.queries.case import Case
from orders.states import MilestoneStatus


def accepted_work(case: Case) -> Mapping[str, Any]:
    """The accepted delivery of each milestone before this one, in their order; two statements."""
    accepted = Delivery.objects.filter(
        milestone__order_id=case.order.pk,
        milestone__status=MilestoneStatus.ACCEPTED,
        round=F("milestone__rounds"),
    )
    rows = accepted.select_related("milestone").prefetch_related("files").order_by("milestone__position")
    return {"accepted": list(rows)}
