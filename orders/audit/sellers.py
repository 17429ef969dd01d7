"""What sellers earned, over all orders."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, Q, Sum

from config.shared.money import format_plain
from orders.ledger.accounts import AccountKind, member_of_subject
from orders.models import Entry, Settlement

_THEIRS = (AccountKind.PENDING, AccountKind.AVAILABLE, AccountKind.PAYOUTS)


def broken() -> Iterator[str]:
    """Pending is what was earned and has not cleared; available and paid out are the rest.

    What goodwill took back of it while it was clearing is not there any more.
    """
    net = F("to_seller_minor") - F("taken_back_minor")
    earned = (
        Settlement.objects.order_by()
        .values("seller_id")
        .annotate(
            clearing=Sum(net, filter=Q(cleared_at__isnull=True), default=0),
            cleared=Sum(net, filter=Q(cleared_at__isnull=False), default=0),
        )
    )
    expected = {row["seller_id"]: (int(row["clearing"]), int(row["cleared"])) for row in earned}
    booked = _booked()
    for seller_id in sorted(expected.keys() | booked.keys()):
        kinds = booked[seller_id]
        found = (kinds[AccountKind.PENDING], kinds[AccountKind.AVAILABLE] + kinds[AccountKind.PAYOUTS])
        if found != expected.get(seller_id, (0, 0)):
            clearing, cleared = expected.get(seller_id, (0, 0))
            yield (
                f"seller {seller_id}: pending {format_plain(found[0])}, settlements {format_plain(clearing)};"
                f" available and paid out {format_plain(found[1])}, settlements {format_plain(cleared)}"
            )


def _booked() -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_THEIRS, 0))
    for side, sign in (("credit", 1), ("debit", -1)):
        rows = Entry.objects.filter(**{f"{side}_kind__in": _THEIRS}).order_by()
        for kind, subject, amount in rows.values_list(f"{side}_kind", f"{side}_subject").annotate(
            Sum("amount_minor")
        ):
            found[member_of_subject(subject)][kind] += sign * int(amount)
    return found
