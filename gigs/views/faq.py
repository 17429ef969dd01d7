"""FAQ entries, edited in place."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from config.shared.access import Policy, declared
from config.shared.pages import wants_fragment
from gigs.access import gig_for_owner
from gigs.forms import FaqForm
from gigs.forms.fields import read_whole
from gigs.models import Gig
from gigs.operations import RemovedFaq, add_faq, edit_faq, move_faq, remove_faq, restore_faq
from gigs.views.editor import attempt, moved_to, tab_url
from gigs.views.milestones import shown
from gigs.views.tab import NEW, done, keep, open_faq, show, tab_of
from gigs.views.undo import Undo, leave, thawed, undo_of

PART = "faq_part"
KIND = "faq"


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def faq_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The entries with no card open: "Cancel" leads here, and back to the entry that was ``closed``."""
    gig = gig_for_owner(request.user, slug)
    closed = request.GET.get("closed", "")
    back = {"saved_faq": read_whole(closed), "closed_new": closed == NEW}
    return show(request, tab_of(gig, request.POST, without="faq"), fragment=PART, **back)


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def faq_card(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Open an entry (``key`` is ``new`` or an id), or save it."""
    if request.method == "POST" and "open_faq" in request.POST and "open" not in request.POST:
        return save_open_faq(request, slug, key)
    gig = gig_for_owner(request.user, slug)
    tab = tab_of(gig, request.POST, without="faq")
    open_faq(tab, key)
    if tab.faq is None:
        raise Http404
    return show(request, tab, fragment=PART)


def save_open_faq(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Save the open entry; what was typed stays when it cannot be."""
    gig = gig_for_owner(request.user, slug)
    tab = tab_of(gig, request.POST)
    form = FaqForm(request.POST)
    if not form.is_valid():
        tab.faq = (key, form)
        return show(request, tab, fragment=PART, status=422)
    typed = {name: form.cleaned_data[name] for name in ("question", "answer")}
    save = partial(
        add_faq if key == NEW else partial(edit_faq, entry_id=read_whole(key)), **_ids(request, gig)
    )
    saved, status, words = attempt(partial(save, **typed), form.add_error)
    fresh = gig_for_owner(request.user, slug)
    if saved is None:
        tab = tab_of(fresh, request.POST)
        held = fresh.faq.filter(pk=read_whole(key)).first() if key != NEW else None
        tab.faq = (key if held else NEW, form)
        return show(request, tab, fragment=PART, status=status, faq_alert=words, fresh_faq=held)
    return done(request, fresh, kind="faq", anchor=f"faq-{saved.pk}", saved_faq=saved.pk)


@declared(Policy.OWNER)
@require_POST
def faq_remove(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Remove an entry at once; the answer offers to undo it."""
    gig = gig_for_owner(request.user, slug)
    remove = partial(remove_faq, **_ids(request, gig), entry_id=key)
    removed, status, words = attempt(remove, _not_found)
    if removed is None:
        return _stale(request, slug, status=status, words=words)
    undo = undo_of(gig, KIND, removed, removed.question)
    return _after(request, slug, undo=undo, announce=f"Removed “{undo.name}”.")


@declared(Policy.OWNER)
@require_POST
def faq_restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Undo a removal."""
    gig = gig_for_owner(request.user, slug)
    restore = partial(restore_faq, **_ids(request, gig), removed=RemovedFaq(**thawed(request, gig, KIND)))
    entry, status, words = attempt(restore, _not_found)
    if entry is None:
        return _stale(request, slug, status=status, words=words)
    return _after(request, slug, saved_faq=entry.pk, announce=f"“{entry.question}” is back.")


@declared(Policy.OWNER)
@require_POST
def faq_move(request: HttpRequest, slug: str, key: int, direction: str) -> HttpResponse:
    """Move an entry up, down or to a place."""
    gig = gig_for_owner(request.user, slug)
    move = partial(move_faq, **_ids(request, gig), entry_id=key, direction=direction)
    entry, status, words = attempt(move, _not_found)
    if entry is None:
        return _stale(request, slug, status=status, words=words)
    told = moved_to(key, entry.question, place=entry.position, count=gig.faq.count(), direction=direction)
    return _after(request, slug, **told)


def _ids(request: HttpRequest, gig: Gig) -> dict[str, Any]:
    """Which gig, whose, and as its page showed it."""
    version = shown(request, "content_version")
    return {"gig_id": gig.pk, "owner_id": gig.seller_id, "content_version": version}


def _after(request: HttpRequest, slug: str, *, undo: Undo | None = None, **more: Any) -> HttpResponse:
    """The list as it stands; an open card stays open as it was typed."""
    fresh = gig_for_owner(request.user, slug)
    if wants_fragment(request):
        return show(request, tab_of(fresh, request.POST), fragment=PART, faq_undo=undo, **more)
    if undo:
        leave(request, fresh, KIND, undo)
    keep(request, fresh, without="nothing")
    return redirect(f"{tab_url(fresh, 'description')}#faq")


def _stale(request: HttpRequest, slug: str, *, status: int, words: str) -> HttpResponse:
    tab = tab_of(gig_for_owner(request.user, slug), request.POST)
    return show(request, tab, fragment=PART, status=status, faq_alert=words)


def _not_found(_field: str | None, _message: str) -> None:
    raise Http404
