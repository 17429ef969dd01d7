"""What higher apps write down about a member's work."""

from datetime import datetime

from accounts.models import User


def note_delivery(*, seller_id: int, at: datetime) -> None:
    """A member handed in work. Written by orders in the transaction of the delivery; a seller's card shows it."""
    User.objects.filter(pk=seller_id).update(last_delivery_at=at)
