"""Milestone cards: each address works as a fragment and as a page."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from config.shared.access import Policy, declared
from gigs.access import gig_for_owner
from gigs.forms import MilestoneForm
from gigs.forms.fields import read_whole
from gigs.operations import (
    Removed,
    add_milestone,
    edit_milestone,
    move_milestone,
    remove_milestone,
    restore_milestone,
    set_milestone_payments,
)
from gigs.states import VISIBLE
from gigs.views.editor import CONFLICT, attempt, moved_to
from gigs.views.saying import say_evened
from gigs.views.tab import NEW, done, only, open_milestone, show, tab_of
from gigs.views.undo import thawed, undo_of

PART = "milestones_part"
KIND = "milestone"


def shown(request: HttpRequest, name: str = "version") -> int:
    """The version that the page showed, from the form or from the button's address; -1 when it cannot be read."""
    return read_whole(request.GET.get(name) or request.POST.get(name, ""))


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The milestones with no card open: "Cancel" leads here, and back to the card that was ``closed``."""
    gig = gig_for_owner(request.user, slug)
    closed = read_whole(request.GET.get("closed", ""))
    return show(request, tab_of(gig, request.POST, without="milestone"), fragment=PART, saved_id=closed)


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_card(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Open a card (``key`` is ``new`` or an id), or save it."""
    if request.method == "POST" and "open_milestone" in request.POST and "open" not in request.POST:
        return save_open_milestone(request, slug, key)
    gig = gig_for_owner(request.user, slug)
    tab = tab_of(gig, request.POST, without="milestone")
    open_milestone(tab, key)
    if tab.milestone is None:
        raise Http404
    return show(request, tab, fragment=PART)


def save_open_milestone(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Save the open card; what was typed stays when it cannot be.

    The one save that is measured (speed.md, figure 5): the operation finds the gig and hands back all that is drawn.
    """
    form = MilestoneForm(request.POST, packages=None)
    if not form.is_valid():
        tab = tab_of(gig_for_owner(request.user, slug), request.POST)
        form = MilestoneForm(request.POST, packages=tab.bench.packages)
        only(tab, milestone=(key, form))
        return show(request, tab, fragment=PART, status=422)
    ids: dict[str, Any] = {
        "gig_id": slug,
        "owner_id": request.user.pk,
        "version": form.shown_version(),
        "draft": form.draft(),
    }
    save = (
        partial(add_milestone, **ids)
        if key == NEW
        else partial(edit_milestone, milestone_id=read_whole(key), **ids)
    )
    saved, status, words = attempt(save, form.add_error)
    if saved is None:
        return _refused(request, slug, key, form, status=status, words=words)
    live = " and live on your gig" if saved.gig.state in VISIBLE else ""
    messages.success(request, f"“{saved.milestone.name}” is saved{live}.")
    say_evened(request, saved.returned)
    pk = saved.milestone.pk
    return done(
        request, saved.gig, kind="milestone", anchor=f"milestone-{pk}", bench=saved.bench, saved_id=pk
    )


@declared(Policy.OWNER)
@require_POST
def milestone_move(request: HttpRequest, slug: str, key: int, direction: str) -> HttpResponse:
    """Move a card up, down or to a place."""
    gig = gig_for_owner(request.user, slug)
    move = partial(
        move_milestone,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        milestone_id=key,
        version=shown(request),
        direction=direction,
    )
    moved, status, words = attempt(move, _not_found)
    if moved is None:
        return _stale(request, slug, status=status, words=words)
    fresh = gig_for_owner(request.user, slug)
    told = moved_to(key, moved.name, place=moved.position, count=fresh.milestone_count, direction=direction)
    return done(request, fresh, kind="milestone", anchor=f"milestone-{key}", **told)


@declared(Policy.OWNER)
@require_POST
def milestone_remove(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Remove a card at once; the answer offers to undo it."""
    gig = gig_for_owner(request.user, slug)
    remove = partial(
        remove_milestone, gig_id=gig.pk, owner_id=gig.seller_id, milestone_id=key, version=shown(request)
    )
    removed, status, words = attempt(remove, _not_found)
    if removed is None:
        return _stale(request, slug, status=status, words=words)
    undo = undo_of(gig, KIND, removed, removed.name)
    say_evened(request, removed.returned)
    fresh = gig_for_owner(request.user, slug)
    return done(request, fresh, kind="milestone", anchor="milestones", undo=(KIND, undo))


@declared(Policy.OWNER)
@require_POST
def milestone_restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Undo a removal: the token holds the card, signed for this gig."""
    gig = gig_for_owner(request.user, slug)
    restore = partial(
        restore_milestone,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        version=shown(request),
        removed=Removed(**thawed(request, gig, KIND)),
    )
    milestone, status, words = attempt(restore, _not_found)
    if milestone is None:
        return _stale(request, slug, status=status, words=words)
    fresh = gig_for_owner(request.user, slug)
    return done(request, fresh, kind="milestone", anchor=f"milestone-{milestone.pk}", saved_id=milestone.pk)


@declared(Policy.OWNER)
@require_POST
def milestone_payments(request: HttpRequest, slug: str) -> HttpResponse:
    """Set the switch, saved at once."""
    gig = gig_for_owner(request.user, slug)
    on = "milestone_payments" in request.POST
    fresh = set_milestone_payments(gig_id=gig.pk, owner_id=gig.seller_id, on=on)
    messages.success(request, f"Milestone payments are {'on' if on else 'off'}.")
    return done(request, fresh, kind="milestone", anchor="milestones", switched=True)


def _refused(
    request: HttpRequest, slug: str, key: str, form: MilestoneForm, *, status: int, words: str
) -> HttpResponse:
    """What was typed, beside the card as it stands now; saving again then means it."""
    fresh = gig_for_owner(request.user, slug)
    tab = tab_of(fresh, request.POST)
    form.offer(tab.bench.packages)
    card = tab.bench.card(read_whole(key)) if key != NEW else None
    if status == CONFLICT:
        form.show_version(card.version if card else fresh.version)
    only(tab, milestone=(key if card else NEW, form))
    return show(request, tab, fragment=PART, status=status, card_alert=words, fresh_card=card)


def _stale(request: HttpRequest, slug: str, *, status: int, words: str) -> HttpResponse:
    tab = tab_of(gig_for_owner(request.user, slug), request.POST)
    return show(request, tab, fragment=PART, status=status, part_alert=words)


def _not_found(_field: str | None, _message: str) -> None:
    raise Http404
