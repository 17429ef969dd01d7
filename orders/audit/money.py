"""The money of every milestone: its own figures, its ledger entries and its payments say the same."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from config.shared.money import format_plain
from orders.audit import amendments
from orders.ledger.accounts import AccountKind
from orders.models import Attempt, Entry, Intent, Order, OrderMilestone, RefundAct, Settlement
from orders.payments.models import AttemptStatus, IntentStatus, Purpose
from orders.queries.subjects import MILESTONE
from orders.states import HELD, MilestoneStatus

SETTLED = (MilestoneStatus.ACCEPTED, MilestoneStatus.CANCELLED)
CHARGED = (*sorted(HELD), *SETTLED)

Milestones = QuerySet[OrderMilestone]


def broken(orders: QuerySet[Order]) -> Iterator[str]:
    """Charged, held, settled and sent back, for every milestone of these orders."""
    milestones = (
        OrderMilestone.objects.filter(order__in=orders)
        .select_related("order")
        .order_by("order_id", "position")
    )
    yield from _charged(milestones)
    yield from _held(milestones)
    yield from _settled(milestones)
    yield from _shares(milestones)
    yield from _refunds(milestones)


def total(entries: QuerySet[Entry]) -> Coalesce:
    """The sum of entries that an outer row picks, 0 when there are none."""
    sums = (
        entries.order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(total=Sum("amount_minor"))
        .values("total")
    )
    return Coalesce(Subquery(sums), 0)


def name_of(milestone: OrderMilestone) -> str:
    """How a line names a milestone: ``MP-7XK2M9QT milestone 2 (delivered)``."""
    return f"{milestone.order.number} milestone {milestone.position} ({milestone.status})"


def _charged(milestones: Milestones) -> Iterator[str]:
    """Amount and fee were charged where work was paid, and never where it was not.

    Once, and the difference that an amendment in force made on top, or less what one gave back.
    """
    intents = Intent.objects.filter(
        subject_kind=MILESTONE, subject_id=OuterRef("pk"), purpose=Purpose.MILESTONE
    )
    paid = Coalesce(Subquery(intents.filter(status=IntentStatus.SUCCEEDED).values("amount_minor")[:1]), 0)
    changed = amendments.changed("pk", amendments.ANY, "difference_minor", "fee_minor")
    charged = milestones.filter(status__in=CHARGED).annotate(paid=paid + changed)
    for wrong in charged.exclude(paid=F("amount_minor") + F("fee_minor")):
        yield f"{name_of(wrong)}: {format_plain(wrong.paid)} was charged, not {format_plain(wrong.total_minor)}"
    planned = milestones.filter(status=MilestoneStatus.PLANNED)
    for one in planned.filter(Exists(intents)):
        yield f"{name_of(one)}: a charge was begun"


def _held(milestones: Milestones) -> Iterator[str]:
    """What came into a milestone's account and what left it, in step with its status."""
    came = total(Entry.objects.filter(credit_kind=AccountKind.HELD, credit_subject=OuterRef("pk")))
    went = total(Entry.objects.filter(debit_kind=AccountKind.HELD, debit_subject=OuterRef("pk")))
    lowered = amendments.changed("pk", amendments.DOWN, "difference_minor")
    rows = milestones.annotate(came=came, went=went, whole=F("amount_minor") - lowered, lowered=-lowered)
    right = (
        Q(status__in=sorted(HELD), came=F("whole"), went=F("lowered"))
        | Q(status__in=SETTLED, came=F("whole"), went=F("whole"))
        | (~Q(status__in=CHARGED) & Q(came=0, went=0))
    )
    for one in rows.exclude(right):
        yield (
            f"{name_of(one)}: {format_plain(int(one.came))} came in and {format_plain(int(one.went))} went out"
            f" of an amount of {format_plain(one.amount_minor)}"
        )


def _settled(milestones: Milestones) -> Iterator[str]:
    """A settlement exists exactly for what ended paid, and adds up with the milestone."""
    for one in milestones.filter(status__in=SETTLED, settlement__isnull=True):
        yield f"{name_of(one)}: it was settled without a settlement"
    for one in milestones.exclude(status__in=SETTLED).filter(settlement__isnull=False):
        yield f"{name_of(one)}: it has a settlement"
    adds_up = Q(
        released_minor=F("settlement__released_minor"),
        refunded_minor=F("amount_minor") - F("settlement__released_minor"),
        settlement__released_minor=F("settlement__commission_minor") + F("settlement__to_seller_minor"),
        settlement__seller_id=F("order__seller_id"),
    )
    for one in milestones.filter(status__in=SETTLED, settlement__isnull=False).exclude(adds_up):
        yield f"{name_of(one)}: released and refunded do not add up with its settlement"
    for one in milestones.filter(status=MilestoneStatus.ACCEPTED).exclude(released_minor=F("amount_minor")):
        yield f"{name_of(one)}: accepted, but not released in full"


def _shares(milestones: Milestones) -> Iterator[str]:
    """What the settlement says, the ledger says."""
    out = Entry.objects.filter(debit_kind=AccountKind.HELD, debit_subject=OuterRef("milestone_id"))
    rows = Settlement.objects.filter(milestone__in=milestones).select_related("milestone__order")
    rows = rows.annotate(
        earned=total(out.filter(credit_kind=AccountKind.PENDING)),
        commission=total(out.filter(credit_kind=AccountKind.COMMISSION)),
        back=total(out.filter(credit_kind=AccountKind.REFUNDING))
        + amendments.changed("milestone_id", amendments.DOWN, "difference_minor"),
    )
    same = Q(
        earned=F("to_seller_minor"),
        commission=F("commission_minor"),
        back=F("milestone__amount_minor") - F("released_minor"),
    )
    for one in rows.exclude(same):
        yield f"{name_of(one.milestone)}: its settlement and the ledger differ"


def _refunds(milestones: Milestones) -> Iterator[str]:
    """What settlements, amendments and goodwill give back has its refunds; they are summed up once, not row by row."""
    refunds = amendments.refunds_of(milestones)
    opened, expected = amendments.sent_back(milestones, refunds), amendments.given_back(milestones)
    back = F("to_buyer_minor") + F("given_minor") + F("given_fee_minor")
    settled = Settlement.objects.filter(milestone__in=milestones).annotate(back=back).filter(back__gt=0)
    for milestone_id, amount in settled.values_list("milestone_id", "back"):
        expected[milestone_id] += amount
    wrong = [pk for pk in expected.keys() | opened.keys() if expected[pk] != opened[pk]]
    for one in milestones.filter(pk__in=wrong):
        yield f"{name_of(one)}: refunds of {format_plain(opened[one.pk])}, not {format_plain(expected[one.pk])}"
    yield from _owed(refunds)


def _owed(refunds: QuerySet[Intent]) -> Iterator[str]:
    """A refund is owed until it has succeeded, and then not any more."""
    owed = total(Entry.objects.filter(credit_kind=AccountKind.REFUNDING, credit_subject=OuterRef("pk")))
    sent = total(Entry.objects.filter(debit_kind=AccountKind.REFUNDING, debit_subject=OuterRef("pk")))
    done = Attempt.objects.filter(
        intent=OuterRef("pk"), status=AttemptStatus.SUCCEEDED, finalized_at__isnull=False
    )
    by_hand = RefundAct.objects.filter(intent=OuterRef("pk"), kind=RefundAct.Kind.BY_HAND)
    rows = refunds.annotate(owed=owed, sent=sent, done=Exists(done) | Exists(by_hand))
    paid_out = Q(done=True, sent=F("amount_minor")) | Q(done=False, sent=0)
    for refund in rows.exclude(Q(owed=F("amount_minor")) & paid_out):
        yield f"refund {refund.pk}: {format_plain(int(refund.owed))} owed, {format_plain(int(refund.sent))} sent back"
