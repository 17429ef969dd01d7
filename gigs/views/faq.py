"""FAQ entries, edited in place."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from config.shared.access import Policy, declared
from gigs.access import gig_for_owner
from gigs.forms import FaqForm
from gigs.forms.fields import read_whole
from gigs.operations import add_faq, edit_faq, move_faq, remove_faq
from gigs.views.editor import attempt
from gigs.views.milestones import shown
from gigs.views.tab import NEW, done, open_faq, show, tab_of

PART = "faq_part"


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def faq_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The entries with no card open."""
    gig = gig_for_owner(request.user, slug)
    return show(request, tab_of(gig, request.POST, without="faq"), fragment=PART)


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
    ids: dict[str, Any] = {
        "gig_id": gig.pk,
        "owner_id": gig.seller_id,
        "content_version": shown(request, "content_version"),
        "question": form.cleaned_data["question"],
        "answer": form.cleaned_data["answer"],
    }
    save = partial(add_faq, **ids) if key == NEW else partial(edit_faq, entry_id=read_whole(key), **ids)
    saved, status, words = attempt(save, form.add_error)
    fresh = gig_for_owner(request.user, slug)
    if saved is None:
        tab = tab_of(fresh, request.POST)
        held = key != NEW and fresh.faq.filter(pk=read_whole(key)).exists()
        tab.faq = (key if held else NEW, form)
        return show(request, tab, fragment=PART, status=status, faq_alert=words)
    return done(request, fresh, kind="faq", anchor=f"faq-{saved.pk}", saved_faq=saved.pk)


@declared(Policy.OWNER)
@require_POST
def faq_remove(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Remove an entry."""
    gig = gig_for_owner(request.user, slug)
    remove = partial(
        remove_faq,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        content_version=shown(request, "content_version"),
        entry_id=key,
    )
    return _after(request, slug, attempt(remove, _not_found), saved=0)


@declared(Policy.OWNER)
@require_POST
def faq_move(request: HttpRequest, slug: str, key: int, direction: str) -> HttpResponse:
    """Move an entry up or down."""
    gig = gig_for_owner(request.user, slug)
    move = partial(
        move_faq,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        content_version=shown(request, "content_version"),
        entry_id=key,
        direction=direction,
    )
    return _after(request, slug, attempt(move, _not_found), saved=key)


def _after(request: HttpRequest, slug: str, outcome: tuple[object, int, str], *, saved: int) -> HttpResponse:
    result, status, words = outcome
    fresh = gig_for_owner(request.user, slug)
    if result is None:
        return show(request, tab_of(fresh, request.POST), fragment=PART, status=status, faq_alert=words)
    return done(request, fresh, kind="faq", anchor="faq", saved_faq=saved)


def _not_found(_field: str | None, _message: str) -> None:
    raise Http404
