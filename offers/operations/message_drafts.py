"""What stands in a composer and is not sent yet: kept for one member, told apart by its version."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from config.shared.errors import Invalid, Stale
from offers.models import Seat


class DraftMoved(Stale):
    """Another window has saved, cleared or sent the draft since this one read it."""

    def __init__(self, seat: Seat) -> None:
        """Keep what stands there now."""
        super().__init__("The draft was changed in another window.")
        self.seat = seat


@transaction.atomic
def keep_draft(*, conversation_id: UUID, user_id: int, text: str, version: int | None) -> Seat:
    """Keep what stands in the composer. ``version`` is that of the draft which the window knows; None writes over any.

    Raises DraftMoved with the stored one (the same text is no conflict), Invalid (too long).
    """
    if len(text) > settings.MESSAGE_MAX:
        raise Invalid(f"Use at most {settings.MESSAGE_MAX:,} characters.", field="body")
    seat = Seat.objects.select_for_update().get(conversation_id=conversation_id, user_id=user_id)
    if seat.draft == text:
        return seat
    if version is not None and version != seat.draft_version:
        raise DraftMoved(seat)
    seat.draft, seat.draft_version = text, seat.draft_version + 1
    seat.save(update_fields=["draft", "draft_version"])
    return seat


@transaction.atomic
def add_to_draft(*, conversation_id: UUID, user_id: int, text: str, typed: str | None = None) -> Seat:
    """Put a text below the draft, or below what stands in the composer now (``typed``). Raises Invalid (too long)."""
    seat = Seat.objects.select_for_update().get(conversation_id=conversation_id, user_id=user_id)
    before = (seat.draft if typed is None else typed).rstrip()
    whole = f"{before}\n\n{text}" if before else text
    return keep_draft(conversation_id=conversation_id, user_id=user_id, text=whole, version=None)


def clear_draft(conversation_id: UUID, user_id: int, version: int) -> None:
    """What stood in the composer was sent. A draft that another window has saved since is left alone."""
    seats = Seat.objects.filter(conversation_id=conversation_id, user_id=user_id, draft_version=version)
    seats.update(draft="", draft_version=F("draft_version") + 1)
