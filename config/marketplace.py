"""The rules with numbers (product.md 2), each overridable by an environment variable of the same name.

Lengths of time are written with their unit (``8d``, ``192h``, ``20s``); ``_BP`` is basis points, ``_MINOR``
minor units of the currency, ``_BYTES`` bytes. Orders and sent offers keep the values of their moment:
changing one here touches none of them.
"""

from datetime import timedelta

import environ

from config.shared.durations import parse, read_period, seconds

_env = environ.Env()


USUAL_LENGTHS: dict[str, timedelta] = {}
"""The lengths as the rules give them, whatever the environment says: the demo market lives by these."""


def _duration(name: str, default: str) -> timedelta:
    USUAL_LENGTHS[name] = parse(default)
    return parse(_env.str(name, default))


CURRENCY = _env.str("CURRENCY", "USD")

ACCEPTANCE_WINDOW = _duration("ACCEPTANCE_WINDOW", "8d")
ACCEPTANCE_WINDOW_SINGLE = _duration("ACCEPTANCE_WINDOW_SINGLE", "3d")
FUNDING_WINDOW = _duration("FUNDING_WINDOW", "10d")
FIRST_PAYMENT_WINDOW = _duration("FIRST_PAYMENT_WINDOW", "24h")
REQUIREMENTS_WINDOW = _duration("REQUIREMENTS_WINDOW", "14d")
VERY_LATE_AFTER = _duration("VERY_LATE_AFTER", "24h")
ABANDONED_AFTER = _duration("ABANDONED_AFTER", "30d")
AMENDMENT_ANSWER = _duration("AMENDMENT_ANSWER", "4d")
CANCELLATION_ANSWER = _duration("CANCELLATION_ANSWER", "48h")
EXTENSION = _duration("EXTENSION", "5d")
CLEARING = _duration("CLEARING", "14d")
OFFER_EXPIRY = _duration("OFFER_EXPIRY", "7d")
REVIEW_WINDOW = _duration("REVIEW_WINDOW", "14d")
RESUME_WINDOW = _duration("RESUME_WINDOW", "30d")
REVIEW_REPLY_WINDOW = _duration("REVIEW_REPLY_WINDOW", "30d")
USUAL_SUBSCRIPTION_PERIOD = "1mo"
SUBSCRIPTION_PERIOD = _env.str("SUBSCRIPTION_PERIOD", USUAL_SUBSCRIPTION_PERIOD)  # or a length, to watch it
_PERIOD = read_period(SUBSCRIPTION_PERIOD)

# how often the sweeps look for what is due: every minute, oftener when a window is short enough to be watched
_SHORTEST = min(
    ACCEPTANCE_WINDOW,
    ACCEPTANCE_WINDOW_SINGLE,
    FUNDING_WINDOW,
    FIRST_PAYMENT_WINDOW,
    AMENDMENT_ANSWER,
    CANCELLATION_ANSWER,
    CLEARING,
    OFFER_EXPIRY,
    REVIEW_WINDOW,
    _PERIOD.length or OFFER_EXPIRY,
)
CLOCK_TICK = _duration("CLOCK_TICK", f"{min(60, max(1, seconds(_SHORTEST) // 4))}s")

SELLER_COMMISSION_BP = _env.int("SELLER_COMMISSION_BP", 2_000)
BUYER_FEE_BP = _env.int("BUYER_FEE_BP", 550)

PRICE_MIN_MINOR = 1_00
PRICE_MAX_MINOR = 100_000_00
PACKAGE_DAYS_MAX = 100
REVISIONS_MAX = 20
REVISION_DAYS_MIN = 3

GIG_MILESTONES_FLOOR_MINOR = 100_00
GIG_MILESTONES_MIN = 2
GIG_MILESTONES_MAX = 5
SUBSTEPS_MAX = 10
GIG_IMAGES_MAX = 3
OWN_TEMPLATES_MAX = 20
FAQ_MAX = 10
QUESTIONS_MAX = 10
TAGS_MAX = 5
TITLE_MAX = 80
DESCRIPTION_MAX = 1_200

OFFER_MILESTONES_MIN = 2
OFFER_MILESTONES_MAX = 6
OFFER_MILESTONE_DAYS_MAX = 30
OFFER_EXPIRY_DAYS = (1, 3, 7, 14, 30)

# a subscription: so many months, each at most so many days of work
SUBSCRIPTION_MONTHS_MIN = 2
SUBSCRIPTION_MONTHS_MAX = 12
SUBSCRIPTION_DAYS_MAX = 30

UPLOAD_MAX_BYTES = 50 * 2**20
UPLOADS_PER_DELIVERY = 20
MESSAGE_FILES_MAX = 20
MESSAGE_MAX = 5_000
QUICK_REPLIES_MAX = 20
# what an account that is younger than this may do uninvited; nothing of it binds a conversation that was answered
YOUNG_ACCOUNT = _duration("YOUNG_ACCOUNT", "7d")
YOUNG_CONVERSATIONS_PER_DAY = _env.int("YOUNG_CONVERSATIONS_PER_DAY", 10)
YOUNG_UNANSWERED_MESSAGES = _env.int("YOUNG_UNANSWERED_MESSAGES", 5)
IMAGE_MAX_PIXELS = 40_000_000
