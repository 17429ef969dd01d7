"""A subscription as people read it: every month with its date and its charge. Money in minor units."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from config.shared.components import Post
from config.shared.durations import after


def month_names(months: int) -> list[str]:
    """``Month 1``, ``Month 2`` and so on."""
    return [f"Month {number}" for number in range(1, months + 1)]


def charge_dates(at: datetime, months: int, period: str) -> list[datetime]:
    """When each month is charged if the first one is paid at ``at``."""
    return [after(at, period, number) for number in range(months)]


def charge_days(at: datetime, months: int, period: str) -> list[str]:
    """The same in words: ``When you accept``, then days of the reader's calendar."""
    later = [day_words(moment, at) for moment in charge_dates(at, months, period)[1:]]
    return ["When you accept", *later][:months]


def day_words(moment: datetime, at: datetime) -> str:
    """``Wed 23 Dec``, with the year when it is another one than ``at``'s."""
    local = timezone.localtime(moment)
    return date_format(local, "D j M" if local.year == timezone.localtime(at).year else "D j M Y")


def month_posts(at: datetime, months: int, period: str) -> tuple[Post, ...]:
    """The small rail: one post a month."""
    days = charge_days(at, months, period)
    return tuple(Post(n, name, when=days[n - 1]) for n, name in enumerate(month_names(months), 1))


def done_by(at: datetime, months: int, period: str, days: int) -> datetime:
    """When the last month's work is due."""
    return after(at, period, max(months - 1, 0)) + timedelta(days=days)


def usual_period(period: str) -> str:
    """The period of a sent offer; a draft has the one of now."""
    return period or settings.SUBSCRIPTION_PERIOD


def month_promises(acceptance: str, funding: str, months: int) -> Sequence[str]:
    """What happens when, for the reader who buys."""
    return (
        "You pay the first month now. It is held for you until you accept its delivery.",
        (
            f"Each next month is ordered and charged by itself on its day, {months} months in all. We remind you 3 days"
            " before. You can cancel at any time before the next payment: what was not charged yet never is."
        ),
        f"After each delivery you have {acceptance} to accept it or to request a revision.",
        "If you do not answer in that time, that delivery counts as accepted. The subscription goes on.",
        f"If a charge fails, you have {funding} to pay that month. Otherwise the subscription ends.",
        "What you answer to the seller\u2019s questions in the first month counts for all of them.",
    )
