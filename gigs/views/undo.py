"""Removals that can be undone: a signed token holds what was removed, for this gig and this kind of row.

The answer to htmx shows the token at once; without it the token waits in the session for the next page.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest

from config.shared.text import clean_line
from gigs.models import Gig
from gigs.operations.pictures import UNDO

SHORT = 60


@dataclass(frozen=True, slots=True)
class Undo:
    """What the page offers to bring back."""

    token: str
    name: str


def undo_of(gig: Gig, kind: str, removed: Any, name: str) -> Undo:
    """Hold a removed row (a dataclass of plain values) for ``thawed``."""
    named = name if len(name) <= SHORT else f"{name[: SHORT - 1]}…"
    return Undo(signing.dumps({**asdict(removed), "_": named}, salt=_salt(gig, kind), compress=True), named)


def thawed(request: HttpRequest, gig: Gig, kind: str) -> dict[str, Any]:
    """What the posted token of this kind holds. Raises Http404 for a token of another gig, a forged or an old one."""
    try:
        token = clean_line(request.POST.get(f"undo_{kind}", ""))
        held = signing.loads(token, salt=_salt(gig, kind), max_age=UNDO)
    except signing.BadSignature as fault:
        raise Http404 from fault
    return {name: value for name, value in held.items() if name != "_"}


def leave(request: HttpRequest, gig: Gig, kind: str, undo: Undo) -> None:
    """Let the next page offer it."""
    request.session[_salt(gig, kind)] = undo.token


def left(request: HttpRequest, gig: Gig, kind: str) -> Undo | None:
    """What the last answer left for this page, once."""
    if _salt(gig, kind) not in request.session:
        return None
    token = request.session.pop(_salt(gig, kind))
    try:
        return Undo(token, signing.loads(token, salt=_salt(gig, kind), max_age=UNDO)["_"])
    except signing.BadSignature:
        return None


def _salt(gig: Gig, kind: str) -> str:
    return f"undo-{kind}-{gig.pk}"
