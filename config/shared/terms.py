"""What an order or offer keeps from the moment it was made (product.md 2, "What is frozen when")."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.conf import settings

from config.shared.durations import seconds

FROZEN_WINDOWS = (
    "ACCEPTANCE_WINDOW",
    "ACCEPTANCE_WINDOW_SINGLE",
    "FUNDING_WINDOW",
    "FIRST_PAYMENT_WINDOW",
    "REQUIREMENTS_WINDOW",
    "VERY_LATE_AFTER",
    "ABANDONED_AFTER",
    "CANCELLATION_ANSWER",
    "CLEARING",
    "AMENDMENT_ANSWER",
    "EXTENSION",
    "REVIEW_WINDOW",
    "RESUME_WINDOW",
    "REVIEW_REPLY_WINDOW",
)

_usual: ContextVar[bool] = ContextVar("usual_lengths", default=False)


def length_of(name: str) -> timedelta:
    """A length by the name of its setting, as it is set now."""
    length: timedelta = settings.USUAL_LENGTHS[name] if _usual.get() else getattr(settings, name)
    return length


def frozen_windows() -> dict[str, int]:
    """The windows as they are set now: whole seconds by name of the setting, ready for a JSON column."""
    return {name: seconds(length_of(name)) for name in FROZEN_WINDOWS}


def frozen_period() -> str:
    """What a month of a subscription is, as it is set now: ``1mo``."""
    period: str = settings.USUAL_SUBSCRIPTION_PERIOD if _usual.get() else settings.SUBSCRIPTION_PERIOD
    return period


@contextmanager
def usual_lengths() -> Iterator[None]:
    """The rules' own lengths count inside, not the environment's.

    The demo market's five months were lived by them: a site that is started with 20 seconds, to watch its clocks,
    has the same past.
    """
    token = _usual.set(True)
    try:
        yield
    finally:
        _usual.reset(token)
