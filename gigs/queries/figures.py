"""A gig's figures by day, with a day of nothing where nothing was counted."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from gigs.models import GigDay

PERIODS = (7, 30, 90)
DEFAULT = 30


@dataclass(frozen=True, slots=True)
class Day:
    """One UTC day."""

    day: date
    views: int = 0
    checkouts: int = 0
    orders: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Whole days up to today, the oldest first."""

    days: tuple[Day, ...]

    @property
    def views(self) -> int:
        """Opened pages of the whole period."""
        return sum(day.views for day in self.days)

    @property
    def checkouts(self) -> int:
        """Visits to checkout of the whole period."""
        return sum(day.checkouts for day in self.days)

    @property
    def orders(self) -> int:
        """Packages ordered in the whole period."""
        return sum(day.orders for day in self.days)


def figures_of(gig_id: int, *, days: int, now: datetime) -> Figures:
    """The last ``days`` UTC days, today among them; one statement."""
    today = now.astimezone(UTC).date()
    first = today - timedelta(days=days - 1)
    rows = GigDay.objects.filter(gig_id=gig_id, day__range=(first, today))
    counted = {row[0]: Day(*row) for row in rows.values_list("day", "views", "checkouts", "orders")}
    wanted = (first + timedelta(days=place) for place in range(days))
    return Figures(tuple(counted.get(day, Day(day)) for day in wanted))
