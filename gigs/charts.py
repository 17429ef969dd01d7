"""A gig's figures as bars: plain geometry for ``components/bars.html``."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format

from config.shared.components import Bar, Bars
from gigs.queries import Figures

STEP = 10.0
HEIGHT = 100.0
GAP = 2.0
LEAST = 2.0
"""A day with little is seen all the same."""


def charts_of(figures: Figures) -> tuple[Bars, ...]:
    """Three charts of the same days, each with a scale of its own."""
    days = [day.day for day in figures.days]
    return (
        bars("Page views", days, [day.views for day in figures.days]),
        bars("Visits to checkout", days, [day.checkouts for day in figures.days]),
        bars("Orders", days, [day.orders for day in figures.days]),
    )


def bars(label: str, days: Sequence[date], values: Sequence[int]) -> Bars:
    """One chart, as wide as it has days."""
    highest = max(values, default=0)
    drawn = tuple(_bar(place, value, highest) for place, value in enumerate(values) if value)
    return Bars(
        label=label,
        total=sum(values),
        summary=_summary(label, days, values),
        width=STEP * len(values),
        height=HEIGHT,
        bars=drawn,
        highest=highest,
        first=date_format(days[0], "j M"),
        last=date_format(days[-1], "j M"),
    )


def _bar(place: int, value: int, highest: int) -> Bar:
    height = max(LEAST, round(HEIGHT * value / highest, 1))
    return Bar(x=place * STEP + GAP / 2, y=HEIGHT - height, width=STEP - GAP, height=height)


def _summary(label: str, days: Sequence[date], values: Sequence[int]) -> str:
    """What the picture shows, for those who do not see it."""
    total = f"{label}: {sum(values)} in {len(days)} days"
    if not any(values):
        return f"{total}."
    most = max(values)
    return f"{total}, at most {most}, on {date_format(days[values.index(most)], 'j M')}."
