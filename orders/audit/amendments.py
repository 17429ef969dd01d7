"""What amendments in force did to the money of paid milestones, and whether it was charged and sent back."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from orders.models import Amendment, Intent, Order, OrderMilestone
from orders.payments.models import IntentStatus, Purpose
from orders.queries.subjects import AMENDMENT, MILESTONE
from orders.states import ENDED

UP, DOWN, ANY = Q(difference_minor__gt=0), Q(difference_minor__lt=0), Q()


def broken(orders: QuerySet[Order]) -> Iterator[str]:
    """What was agreed was paid before it was in force; nothing is open on an order that ended or is in dispute."""
    rows = (
        Amendment.objects.filter(order__in=orders).select_related("order").order_by("order_id", "opened_at")
    )
    paid = Intent.objects.filter(
        subject_kind=AMENDMENT,
        subject_id=OuterRef("pk"),
        purpose=Purpose.AMENDMENT,
        status=IntentStatus.SUCCEEDED,
        amount_minor=OuterRef("difference_minor") + OuterRef("fee_minor"),
    )
    for one in rows.filter(UP, ~Exists(paid), in_force_at__isnull=False):
        yield f"{one.order.number}: an amendment is in force and its difference was not charged"
    for one in rows.filter(closed_at__isnull=True, order__asked=False):
        yield f"{one.order.number}: an amendment is open, and the order does not know that it was asked"
    for one in rows.filter(closed_at__isnull=True).filter(
        Q(order__status__in=[*ENDED, "disputed"]) | ~Q(milestone__position=F("order__current"))
    ):
        yield f"{one.order.number}: an amendment is open that the order has left behind"


def changed(milestone: str, which: Q, *columns: str) -> Coalesce:
    """By how much they changed a paid milestone, in minor units; ``milestone`` names it in the outer row."""
    rows = Amendment.objects.filter(which, milestone=OuterRef(milestone), in_force_at__isnull=False)
    each = sum((F(name) for name in columns), start=Value(0))
    sums = rows.order_by().values("milestone").annotate(total=Sum(each)).values("total")
    return Coalesce(Subquery(sums, output_field=BigIntegerField()), 0)


def refunds_of(milestones: QuerySet[OrderMilestone]) -> QuerySet[Intent]:
    """Refunds of charges of these milestones, and of differences that amendments of theirs made."""
    ids = milestones.order_by().values("pk")
    theirs = Q(subject_kind=MILESTONE, subject_id__in=ids) | Q(
        subject_kind=AMENDMENT, subject_id__in=Amendment.objects.filter(milestone__in=ids).values("pk")
    )
    return Intent.objects.filter(theirs, purpose=Purpose.REFUND).order_by()


def sent_back(milestones: QuerySet[OrderMilestone], refunds: QuerySet[Intent]) -> Counter[UUID]:
    """How much goes back of each milestone, by its refunds; what came in for nothing and goes back is no part of it."""
    raised = Amendment.objects.filter(
        UP, milestone__in=milestones.order_by().values("pk"), in_force_at__isnull=False
    )
    of_amendment: dict[UUID, UUID] = dict(raised.values_list("pk", "milestone_id"))
    sums = refunds.filter(refund_of__surplus=False).values_list("subject_kind", "subject_id")
    found: Counter[UUID] = Counter()
    for kind, subject, amount in sums.annotate(Sum("amount_minor")):
        milestone = of_amendment.get(subject) if kind == AMENDMENT else subject
        if milestone is not None:
            found[milestone] += int(amount)
    return found


def given_back(milestones: QuerySet[OrderMilestone]) -> Counter[UUID]:
    """How much goes back of each milestone because it was made cheaper, fee included."""
    rows = Amendment.objects.filter(
        DOWN, milestone__in=milestones.order_by().values("pk"), in_force_at__isnull=False
    )
    sums = (
        rows.order_by()
        .values_list("milestone_id")
        .annotate(total=Sum(F("difference_minor") + F("fee_minor")))
    )
    return Counter({milestone: -int(amount) for milestone, amount in sums})
