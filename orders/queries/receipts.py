"""A buyer's charges and refunds as receipts, read from the ledger: one row for everything that moved on a card.

A receipt is an attempt at the provider: every charge that came in, also one that has to go back, and of a refund the
first try, whatever came after it. Minor units.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from orders.models import Amendment, Attempt, Order, OrderMilestone, RefundAct
from orders.payments.models import AttemptStatus, IntentStatus, Purpose
from orders.queries.cursors import cursor_of, older_than
from orders.queries.receipt_lines import Moved, moved_by
from orders.queries.subjects import AMENDMENT
from orders.queries.words import named

PAGE = 25
EXPORT_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """One movement. ``back``: it goes to the buyer. ``state``: in words, what has become of it."""

    id: UUID
    at: datetime
    order: Order
    what: str
    back: bool
    state: str
    total_minor: int
    card: str
    moved: Moved | None = None

    @property
    def number(self) -> str:
        """How the receipt is named: ``R-8F2C01AA9B``."""
        return f"R-{self.id.hex[:10].upper()}"

    @property
    def title(self) -> str:
        """What kind of paper it is."""
        return "Refund" if self.back else "Payment"


@dataclass(frozen=True, slots=True)
class Receipts:
    """One page, newest first. ``older``: a cursor."""

    rows: tuple[Receipt, ...]
    older: str


def receipts_page(user_id: int, *, number: str = "", before: str = "") -> Receipts:
    """A member's payments, or those of one order of theirs: three or four statements."""
    found = list(
        _narrowed(_of(user_id), user_id, number).filter(older_than(before, "created_at"))[: PAGE + 1]
    )
    last = found[PAGE - 1] if len(found) > PAGE else None
    older = cursor_of(last.created_at, last.pk) if last else ""
    return Receipts(tuple(_receipts(found[:PAGE])), older)


def receipts_to_export(user_id: int) -> list[Receipt]:
    """All of them with amount and fee, up to a bound: six statements."""
    return _receipts(list(_of(user_id)[:EXPORT_MAX]), told=True)


def receipt_of(order: Order, receipt_id: UUID) -> Receipt | None:
    """One receipt of the order's buyer with its lines; None when it is none of this order's."""
    rows = list(_of(order.buyer_id).filter(pk=receipt_id))
    found = _receipts(rows, told=True)
    return found[0] if found and found[0].order.pk == order.pk else None


def _of(user_id: int) -> QuerySet[Attempt]:
    by_hand = RefundAct.objects.filter(intent=OuterRef("intent"), kind=RefundAct.Kind.BY_HAND)
    came = ~Q(intent__purpose=Purpose.REFUND) & Q(status=AttemptStatus.SUCCEEDED)
    goes = Q(intent__purpose=Purpose.REFUND, number=1)
    rows = Attempt.objects.filter(came | goes, intent__payer_id=user_id).annotate(by_hand=Exists(by_hand))
    return rows.select_related("intent", "card").order_by("-created_at", "-pk")


def _narrowed(rows: QuerySet[Attempt], user_id: int, number: str) -> QuerySet[Attempt]:
    if not number:
        return rows
    own = {"order__number": number, "order__buyer_id": user_id}
    milestones = OrderMilestone.objects.filter(**own).values("pk")
    amendments = Amendment.objects.filter(**own).values("pk")
    return rows.filter(Q(intent__subject_id__in=milestones) | Q(intent__subject_id__in=amendments))


def _receipts(rows: Sequence[Attempt], *, told: bool = False) -> list[Receipt]:
    subjects = _subjects([row.intent.subject_id for row in rows], amended=_any_amended(rows))
    moved = moved_by(rows) if told else {}
    return [_receipt(row, *subjects[row.intent.subject_id], moved.get(row.pk)) for row in rows]


def _any_amended(rows: Iterable[Attempt]) -> bool:
    return any(row.intent.subject_kind == AMENDMENT for row in rows)


def _subjects(ids: Sequence[UUID], *, amended: bool) -> dict[UUID, tuple[Order, str]]:
    """The order of each subject, and what was paid for."""
    milestones = OrderMilestone.objects.filter(pk__in=ids).select_related("order__seller", "order__buyer")
    found = {one.pk: (one.order, _step(one, one.order)) for one in milestones}
    if amended:
        rows = Amendment.objects.filter(pk__in=ids).select_related(
            "milestone", "order__seller", "order__buyer"
        )
        found |= {one.pk: (one.order, f"Change of {_step(one.milestone, one.order)}") for one in rows}
    return found


def _step(milestone: OrderMilestone, order: Order) -> str:
    if order.milestone_count == 1:
        return named(milestone)
    return f"milestone {milestone.position}, {named(milestone)}"


def _receipt(row: Attempt, order: Order, what: str, moved: Moved | None) -> Receipt:
    back = row.intent.purpose == Purpose.REFUND
    return Receipt(
        id=row.pk,
        at=row.created_at if back else row.settled_at or row.created_at,
        order=order,
        what=what,
        back=back,
        state=_state(row, back=back),
        total_minor=row.intent.amount_minor,
        card=row.card.label if row.card else "",
        moved=moved,
    )


def _state(row: Attempt, *, back: bool) -> str:
    if not back:
        return "Paid too late: it goes back in full" if row.surplus else "Paid"
    if row.by_hand:  # type: ignore[attr-defined]  # annotated by _of
        return "Paid back by Milepost, outside the card"
    return "Sent back" if row.intent.status == IntentStatus.SUCCEEDED else "On its way back"
