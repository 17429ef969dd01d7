"""A member's private calendar address: made, made anew, switched off."""

from datetime import datetime

from orders.feed_addresses import hash_of, new_salt, token_of
from orders.models import CalendarFeed


def make_feed(*, user_id: int, at: datetime) -> CalendarFeed:
    """A new address; the one before leads nowhere from now on."""
    salt = new_salt()
    fresh = {"salt": salt, "token_hash": hash_of(token_of(user_id, salt)), "made_at": at}
    feed, _ = CalendarFeed.objects.update_or_create(user_id=user_id, defaults=fresh)
    return feed


def end_feed(*, user_id: int) -> None:
    """No address at all; harmless when there is none."""
    CalendarFeed.objects.filter(user_id=user_id).delete()
