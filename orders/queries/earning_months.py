"""What a seller earned, month by month, and its drawing."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import F, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.formats import date_format

from config.shared.components import Bars
from config.shared.money import format_money
from gigs.charts import bars
from orders.models import Settlement

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Month:
    """``first``: its first day, in the reader's zone; what the seller got of milestones accepted in it, minor units."""

    first: date
    earned: int = 0


def months_of(user_id: int, at: datetime) -> tuple[Month, ...]:
    """The last twelve months, this one among them, the oldest first; one statement."""
    wanted = _months(timezone.localtime(at).date())
    since = datetime.combine(wanted[0], datetime.min.time(), timezone.get_current_timezone())
    rows = Settlement.objects.filter(seller_id=user_id, at__gte=since).order_by()
    net = Sum(F("to_seller_minor") - F("taken_back_minor"))
    months = rows.annotate(month=TruncMonth("at")).values_list("month").annotate(sum=net)
    earned = {month.date(): total for month, total in months}
    return tuple(Month(first, earned.get(first, 0)) for first in wanted)


def chart_of(months: tuple[Month, ...]) -> Bars:
    """The months as bars, with what they show in words."""
    values = [month.earned for month in months]
    chart = bars("Earned", [month.first for month in months], values)
    best = max(months, key=lambda month: month.earned)
    total = f"Earned by month: {format_money(sum(values))} in {len(months)} months"
    most = (
        f", most of it {format_money(best.earned)} in {date_format(best.first, 'F Y')}" if best.earned else ""
    )
    ends = (date_format(month.first, "M Y") for month in (months[0], months[-1]))
    first, last = ends
    return replace(chart, summary=f"{total}{most}.", first=first, last=last)


def _months(today: date) -> list[date]:
    number = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(number - SHOWN + 1, number + 1)]
