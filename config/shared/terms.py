"""What an order or offer keeps from the moment it was made (product.md 2, "What is frozen when")."""

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
    "CLEARING",
    "EXTENSION",
)


def frozen_windows() -> dict[str, int]:
    """The windows as they are set now: whole seconds by name of the setting, ready for a JSON column."""
    return {name: seconds(getattr(settings, name)) for name in FROZEN_WINDOWS}
