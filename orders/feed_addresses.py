"""The secret in the address of a private calendar.

It must be readable again, for the next device, and still not lie in the database: so it is made from a row's salt and
the site's own key whenever it is needed, and only its hash is kept, to find the row. A new salt is a new address; the
old one then leads nowhere.
"""

import base64
import hashlib
import secrets

from django.utils.crypto import salted_hmac

PURPOSE = "orders.calendar_feed"
TOKEN_BYTES = 24


def new_salt() -> str:
    """Random, 32 hex digits."""
    return secrets.token_hex(16)


def token_of(user_id: int, salt: str) -> str:
    """The secret of a member's calendar: 32 characters that an address takes as they are."""
    digest = salted_hmac(PURPOSE, f"{user_id}:{salt}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()


def hash_of(token: str) -> str:
    """What the database keeps of it.

    Looking a hash up leaks nothing by its timing: who guesses learns at most how a hash begins, not a token.
    """
    return hashlib.sha256(token.encode()).hexdigest()
