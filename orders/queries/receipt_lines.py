"""Amount and service fee of each movement on a card, as the ledger has them. Minor units."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from orders.ledger.accounts import AccountKind
from orders.models import Attempt, Entry
from orders.payments.models import Purpose


@dataclass(frozen=True, slots=True)
class Moved:
    """What of a movement is the price, what the service fee; ``surplus`` is neither: it never counted."""

    amount_minor: int = 0
    fee_minor: int = 0
    surplus_minor: int = 0


def moved_by(rows: Sequence[Attempt]) -> dict[UUID, Moved]:
    """By attempt: a charge is what came in by it, a refund what its account was owed. One statement."""
    charges = [row.pk for row in rows if row.intent.purpose != Purpose.REFUND]
    keys = {f"charge:{pk}:{n}": pk for pk in charges for n in (1, 2)}
    refunds = {row.intent_id: row.pk for row in rows if row.intent.purpose == Purpose.REFUND}
    owed = Q(credit_kind=AccountKind.REFUNDING, credit_subject__in=refunds)
    found: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    entries = Entry.objects.filter(Q(key__in=keys) | owed)
    columns = ("key", "debit_kind", "credit_kind", "credit_subject", "amount_minor")
    for key, debit, credit, subject, amount in entries.values_list(*columns):
        if key in keys:
            found[keys[key]][_COLUMNS.get(credit, "surplus_minor")] += amount
        if credit == AccountKind.REFUNDING and subject in refunds:
            found[refunds[subject]][_COLUMNS.get(debit, "surplus_minor")] += amount
    return {pk: Moved(**sums) for pk, sums in found.items()}


_OF_THE_PRICE = (AccountKind.HELD, AccountKind.PENDING, AccountKind.COMMISSION, AccountKind.GOODWILL)
_COLUMNS = {kind.value: "amount_minor" for kind in _OF_THE_PRICE} | {AccountKind.FEES.value: "fee_minor"}
"""Of the price: held until the settlement, and where goodwill took it from afterwards."""
