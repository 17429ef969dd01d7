"""What the header of every page shows of this app."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject

from gigs.models import Gig
from offers.queries import inbox

MENU_SIZE = 5
_KEPT = "_offers_inbox"


def header(request: HttpRequest) -> dict[str, object]:
    """``unread_messages`` and ``newest_conversations`` for members; asked for only when a template reads them."""
    user = getattr(request, "user", None)  # there is none when the host was refused
    if user is None or not user.is_authenticated:
        return {}
    return {
        "unread_messages": SimpleLazyObject(lambda: inbox_of(request).unread),
        "newest_conversations": SimpleLazyObject(lambda: inbox_of(request).entries[:MENU_SIZE]),
    }


def inbox_of(request: HttpRequest) -> inbox.Inbox:
    """The newest conversations of the member, read once per request."""
    kept = getattr(request, _KEPT, None)
    if kept is None:
        kept = inbox.newest(request.user.pk or 0, MENU_SIZE)
        keep(request, kept)
    return kept


def keep(request: HttpRequest, known: inbox.Inbox) -> None:
    """A page that has read the list already lends it to the header."""
    setattr(request, _KEPT, known)


def messages_menu(request: HttpRequest, subject: object) -> str:
    """The newest conversations inside the header's menu (panel ``header.messages``)."""
    del subject
    entries = inbox_of(request).entries[:MENU_SIZE]
    return render_to_string("offers/_messages_menu.html", {"entries": entries}, request)


def write_to_person(request: HttpRequest, person: Any) -> str:
    """The buttons on a member's profile that lead to the conversation with them (panel ``person_detail.actions``)."""
    sells = Gig.objects.active().owned_by(person).exists()
    return render_to_string("offers/_write_to.html", {"person": person, "sells": sells}, request)
