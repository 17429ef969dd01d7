"""What staff gave back of settled milestones: its rows, its sums and the ledger say the same."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, QuerySet, Sum

from orders.audit.money import name_of, total
from orders.ledger.accounts import AccountKind
from orders.ledger.shares import settle
from orders.models import Entry, GoodwillRefund, Order, Settlement

Bearer = GoodwillRefund.Bearer


def broken(orders: QuerySet[Order]) -> Iterator[str]:
    """Settled milestones of these orders of which something was given back, and each time that it was."""
    given = Settlement.objects.filter(
        Q(given_minor__gt=0)
        | Q(given_fee_minor__gt=0)
        | Q(taken_back_minor__gt=0)
        | Q(goodwill__isnull=False),
        milestone__order__in=orders,
    )
    yield from _sums(given)
    yield from _booked(GoodwillRefund.objects.filter(settlement__milestone__order__in=orders))


def _sums(given: QuerySet[Settlement]) -> Iterator[str]:
    """The sums are those of the rows, and what is left is what would have been settled for it."""
    rows = given.select_related("milestone__order").annotate(
        amount=Sum("goodwill__amount_minor", default=0),
        commission=Sum("goodwill__commission_minor", default=0),
        fee=Sum("goodwill__fee_minor", default=0),
        taken=Sum(
            F("goodwill__amount_minor") - F("goodwill__commission_minor"),
            filter=Q(goodwill__bearer=Bearer.SELLER),
            default=0,
        ),
    )
    for one in rows:
        if (one.amount, one.fee, one.taken) != (one.given_minor, one.given_fee_minor, one.taken_back_minor):
            yield f"{name_of(one.milestone)}: what was given back does not add up with its settlement"
        elif one.kept_minor < 0 or one.net_minor < 0 or not _as_if_less_was_released(one):
            yield f"{name_of(one.milestone)}: what was given back does not leave the shares of what is left"


def _as_if_less_was_released(one: Settlement) -> bool:
    milestone = one.milestone
    left = settle(
        amount_minor=milestone.amount_minor,
        fee_minor=milestone.fee_minor,
        released_minor=one.kept_minor,
        commission_bp=milestone.order.commission_bp,
    )
    commission = one.commission_minor - one.commission  # type: ignore[attr-defined]  # annotated above
    return (left.commission, left.refund) == (commission, one.back_minor)


def _booked(refunds: QuerySet[GoodwillRefund]) -> Iterator[str]:
    """Each time, the ledger took it from where its row says."""
    entries = Entry.objects.filter(event=OuterRef("event"), credit_kind=AccountKind.REFUNDING)
    rows = refunds.select_related("settlement__milestone__order").annotate(
        of_seller=total(entries.filter(debit_kind=AccountKind.PENDING)),
        of_milepost=total(entries.filter(debit_kind=AccountKind.GOODWILL)),
        of_commission=total(entries.filter(debit_kind=AccountKind.COMMISSION)),
        of_fees=total(entries.filter(debit_kind=AccountKind.FEES)),
    )
    part = F("amount_minor") - F("commission_minor")
    borne = Q(bearer=Bearer.SELLER, of_seller=part, of_milepost=0)
    borne |= Q(bearer=Bearer.MILEPOST, of_seller=0, of_milepost=part)
    for one in rows.exclude(borne & Q(of_commission=F("commission_minor"), of_fees=F("fee_minor"))):
        yield f"{name_of(one.settlement.milestone)}: goodwill {one.number} and the ledger differ"
