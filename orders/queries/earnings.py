"""A seller's money, read from the ledger and its settlements. Minor units."""

from dataclasses import dataclass

from orders.ledger import accounts
from orders.ledger.balances import balance
from orders.models import Settlement

LIST_MAX = 100


@dataclass(frozen=True, slots=True)
class Earnings:
    """``pending`` clears milestone by milestone; ``cleared`` are the newest ones that did."""

    pending: int
    available: int
    clearing: list[Settlement]
    cleared: list[Settlement]


def earnings_of(user_id: int) -> Earnings:
    """Four statements."""
    own = Settlement.objects.filter(seller_id=user_id, to_seller_minor__gt=0).select_related(
        "milestone__order__buyer"
    )
    return Earnings(
        pending=balance(accounts.pending(user_id)),
        available=balance(accounts.available(user_id)),
        clearing=list(own.filter(cleared_at__isnull=True).order_by("clears_at")[:LIST_MAX]),
        cleared=list(own.filter(cleared_at__isnull=False).order_by("-at")[:LIST_MAX]),
    )
