"""What staff read before they decide a dispute: beside the order's own page, its terms, ledger, talk and history."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from offers.models import Message
from orders.models import Dispute, Entry, Order, OrderMilestone
from orders.queries.case import Case
from orders.queries.dispute_file import DisputeFile, dispute_file
from orders.queries.disputes import disputes_of_people, shown_case
from orders.queries.order_page import OrderPage, order_page
from orders.queries.verdicts import Verdict, verdicts

TALK_MAX = 300
"""Messages on one page, the newest of the conversation."""
EARLIER_MAX = 20


@dataclass(frozen=True, slots=True)
class CaseBook:
    """A case. ``shown``: changes when the case does. ``rates``: commission and service fee, in per cent."""

    case: Case
    file: DisputeFile
    page: OrderPage
    milestone: OrderMilestone
    rates: tuple[str, str]
    entries: Sequence[Entry]
    earlier: Sequence[Dispute]
    verdicts: tuple[Verdict, ...]
    shown: str


def case_book(case: Case, dispute: Dispute) -> CaseBook:
    """Read everything, in a number of statements that does not grow with the case."""
    order, file = case.order, dispute_file(case, dispute)
    return CaseBook(
        case=case,
        file=file,
        page=order_page(case, whole=True),
        milestone=case.standing.milestones[dispute.position - 1],
        rates=(f"{order.commission_bp / 100:g} %", f"{order.fee_bp / 100:g} %"),
        entries=entries_of(case.standing.milestones),
        earlier=list(disputes_of_people(order)[:EARLIER_MAX]),
        verdicts=verdicts(case) if file.is_open else (),
        shown=shown_case(order, dispute),
    )


def entries_of(milestones: Sequence[OrderMilestone]) -> list[Entry]:
    """What moved into and out of the accounts of these milestones, in order."""
    ids = [one.pk for one in milestones]
    rows = Entry.objects.filter(Q(debit_subject__in=ids) | Q(credit_subject__in=ids))
    return list(rows.order_by("id"))


def talk_of(order: Order) -> QuerySet[Message]:
    """What the two wrote to each other, the newest first."""
    if order.conversation_id is None:
        return Message.objects.none()
    found = Message.objects.filter(conversation_id=order.conversation_id).select_related("sender")
    return found.prefetch_related("attachments").order_by("-id")[:TALK_MAX]
