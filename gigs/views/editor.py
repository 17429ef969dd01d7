"""What the six tabs of the editor share."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from config.shared.errors import Invalid, Refusal, Stale
from config.shared.pages import wants_fragment
from gigs.checklist import TABS, milestone_faults
from gigs.models import Gig
from gigs.operations.numbering import DOWN, UP
from gigs.states import VISIBLE
from gigs.views.undo import left

CONFLICT = 409
PREVIEWED = TABS[:-1]
"""Tabs that change what customers see."""
SORTED = ("description", "requirements", "gallery")
"""Tabs with a list that can be dragged into another order."""
OPTIONAL = ("requirements", "gallery")
WORDS = {"done": "done", "todo": "to do", "fault": "look again", "optional": "optional"}
LABELS = {
    "overview": "Overview",
    "pricing": "Pricing",
    "description": "Description & FAQ",
    "requirements": "Requirements",
    "gallery": "Gallery",
    "publish": "Publish",
}


def tab_url(gig: Gig, tab: str) -> str:
    """The address of one tab."""
    return reverse(f"gigs:edit_{tab}", args=[gig.slug])


def next_url(gig: Gig, tab: str) -> str:
    """The address of the tab after this one."""
    return tab_url(gig, TABS[TABS.index(tab) + 1])


def editor_context(request: HttpRequest, gig: Gig | None, tab: str, **more: Any) -> dict[str, Any]:
    """The frame around a tab; ``gig`` is None before its first save. A fragment does not pay for what it leaves out."""
    return {
        "gig": gig,
        "tab": tab,
        "tabs": SimpleLazyObject(lambda: [_tab(gig, name, current=name == tab) for name in TABS]),
        "number": TABS.index(tab) + 1,
        "previewed": tab in PREVIEWED,
        "sorted": tab in SORTED,
        "live": gig is not None and gig.state in VISIBLE,
        "swapping": wants_fragment(request),
        "faq_undo": SimpleLazyObject(lambda: left(request, gig, "faq") if gig else None),
        **more,
    }


def attempt(call: Callable[[], Any], on_invalid: Callable[[str | None, str], None]) -> tuple[Any, int, str]:
    """Try an operation: (its result, 200, ""), or (None, 422 or 409, the words). A foreign id is a 404."""
    try:
        return call(), 200, ""
    except Invalid as fault:
        on_invalid(fault.field, fault.message)
        return None, fault.status_code, ""
    except (Stale, Refusal) as refusal:
        return None, refusal.status_code, refusal.message
    except ObjectDoesNotExist as fault:
        raise Http404 from fault


def moved_to(pk: int, name: str, *, place: int, count: int, direction: str) -> dict[str, Any]:
    """What a page says after a move, and where the focus stays: on the pressed button, or on its opposite at an end."""
    ends = {1: DOWN, count: UP}
    focus = ends.get(place, direction) if direction in {UP, DOWN} else ""
    return {
        "moved_id": pk,
        "moved_by_up": focus == UP,
        "moved_by_down": focus == DOWN,
        "announce": f"Moved {f'“{name}”' if name else 'it'} to place {place} of {count}.",
    }


def _tab(gig: Gig | None, name: str, *, current: bool) -> dict[str, Any]:
    href = tab_url(gig, name) if gig else reverse("gigs:gig_new")
    state = _state(gig, name)
    return {
        "href": href,
        "label": LABELS[name],
        "state": state,
        "word": WORDS.get(state, ""),
        "current": current,
    }


def _state(gig: Gig | None, name: str) -> str:
    """``optional`` tabs are done as soon as there is something in them."""
    if gig is None:
        return "optional" if name in OPTIONAL else "todo"
    if name == "description" and milestone_faults(gig):
        return "fault"
    done: dict[str, Callable[[], bool]] = {
        "overview": lambda: True,
        "pricing": lambda: gig.from_minor is not None,
        "description": lambda: bool(gig.description),
        "requirements": gig.questions.exists,
        "gallery": gig.images.exists,
        "publish": lambda: gig.state in VISIBLE,
    }
    if done[name]():
        return "done"
    return "optional" if name in OPTIONAL else "todo"
