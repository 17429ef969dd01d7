"""A seller's money, read from the ledger and its settlements. Minor units."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db.models import Q, QuerySet

from config.shared import clock
from config.shared.components import Bars
from config.shared.money import format_plain
from orders.ledger import accounts
from orders.ledger.balances import balance
from orders.models import Settlement
from orders.queries.earning_months import Month, chart_of, months_of

LIST_MAX, PAGE_SIZE, CHUNK = 100, 20, 1_000
HEAD = (
    "Accepted",
    "Order",
    "Milestone",
    "With",
    "Price",
    "Commission",
    "Taken back",
    "You get",
    "Clears",
    "Available since",
)


@dataclass(frozen=True, slots=True)
class Earnings:
    """``clearing``: what is pending, the next to clear first; ``cleared``: a page of what did, the newest first.

    ``more``: so much is pending that not all of it stands here. ``older``: cursor of the next page of cleared ones.
    """

    pending: int
    available: int
    clearing: list[Settlement]
    more: bool
    cleared: list[Settlement]
    older: str
    months: tuple[Month, ...]
    chart: Bars

    @property
    def any(self) -> bool:
        """Something was ever earned."""
        return bool(self.clearing or self.cleared or self.pending or self.available)


def earnings_of(user_id: int, at: datetime, cursor: str = "") -> Earnings:
    """Four statements. ``cursor`` comes from ``older``; a bad one shows the newest."""
    own = _own(user_id)
    clearing = own.filter(cleared_at__isnull=True).order_by("clears_at", "pk").values("pk")[: LIST_MAX + 1]
    done = own.filter(_before(cursor), cleared_at__isnull=False).order_by("-at", "-pk")
    rows = own.select_related("milestone__order__buyer")
    found = list(
        rows.filter(pk__in=clearing).union(rows.filter(pk__in=done.values("pk")[: PAGE_SIZE + 1]), all=True)
    )
    pending = sorted(
        (one for one in found if one.cleared_at is None), key=lambda one: (one.clears_at, one.pk)
    )
    cleared = sorted((one for one in found if one.cleared_at), key=lambda one: (one.at, one.pk), reverse=True)
    months = months_of(user_id, at)
    return Earnings(
        pending=balance(accounts.pending(user_id)),
        available=balance(accounts.available(user_id)),
        clearing=pending[:LIST_MAX],
        more=len(pending) > LIST_MAX,
        cleared=cleared[:PAGE_SIZE],
        older=_cursor(cleared[PAGE_SIZE - 1]) if len(cleared) > PAGE_SIZE else "",
        months=months,
        chart=chart_of(months),
    )


def statement_rows(user_id: int, zone: tzinfo) -> Iterator[tuple[str, ...]]:
    """The head, then one row for each settled milestone, the newest first; read in pieces. Days in ``zone``."""
    yield HEAD
    for one in _own(user_id).select_related("milestone__order__buyer").order_by("-at", "-pk").iterator(CHUNK):
        yield (
            _day(one.at, zone),
            one.milestone.order.number,
            one.milestone.name,
            one.milestone.order.buyer.label,
            format_plain(one.released_minor),
            format_plain(one.commission_minor),
            format_plain(one.taken_back_minor),
            format_plain(one.net_minor),
            _day(one.clears_at, zone),
            _day(one.cleared_at, zone),
        )


def _own(user_id: int) -> QuerySet[Settlement]:
    return Settlement.objects.filter(seller_id=user_id, to_seller_minor__gt=0)


def _day(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d}" if moment else ""


def _cursor(one: Settlement) -> str:
    return f"{one.at.isoformat()}_{one.pk}"


def _before(cursor: str) -> Q:
    moment, _, number = cursor.partition("_")
    at = clock.read_moment(moment)
    if at is None or not number.isascii() or not number.isdecimal() or len(number) > 18:  # noqa: PLR2004 - of a bigint
        return Q()
    return Q(at__lte=at) & (Q(at__lt=at) | Q(pk__lt=int(number)))
