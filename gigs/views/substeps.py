"""Substep cards below a milestone."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from config.shared.access import Policy, declared
from gigs.access import gig_for_owner
from gigs.forms import SubstepForm
from gigs.forms.fields import read_whole
from gigs.operations import RemovedSubstep, add_substep, edit_substep, remove_substep, restore_substep
from gigs.views.editor import CONFLICT, attempt
from gigs.views.milestones import PART, shown
from gigs.views.tab import NEW, done, only, open_substep, packages_of_card, show, tab_of
from gigs.views.undo import thawed, undo_of

KIND = "substep"


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def substep_card(request: HttpRequest, slug: str, milestone_id: int, key: str) -> HttpResponse:
    """Open a substep's card (``key`` is ``new`` or an id), or save it."""
    if request.method == "POST" and "open_substep" in request.POST and "open" not in request.POST:
        return save_open_substep(request, slug, f"{milestone_id}-{key}")
    gig = gig_for_owner(request.user, slug)
    tab = tab_of(gig, request.POST, without="milestone")
    open_substep(tab, f"{milestone_id}-{key}")
    if tab.substep is None:
        raise Http404
    return show(request, tab, fragment=PART)


def save_open_substep(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Save the open card; what was typed stays when it cannot be."""
    gig = gig_for_owner(request.user, slug)
    tab = tab_of(gig, request.POST)
    milestone_id, second = _parts(key)
    card = tab.bench.card(milestone_id)
    if card is None:
        raise Http404
    form = SubstepForm(request.POST, packages=packages_of_card(tab, card))
    if not form.is_valid():
        only(tab, substep=(key, form))
        return show(request, tab, fragment=PART, status=422)
    ids: dict[str, Any] = {
        "gig_id": gig.pk,
        "owner_id": gig.seller_id,
        "milestone_id": milestone_id,
        "version": form.shown_version(),
        "name": form.cleaned_data["name"],
        "package_ids": form.package_ids(),
    }
    save = partial(add_substep, **ids) if second is None else partial(edit_substep, substep_id=second, **ids)
    saved, status, words = attempt(save, form.add_error)
    if saved is None:
        return _refused(request, slug, key, form, status=status, words=words)
    messages.success(request, f"“{saved.name}” is saved.")
    fresh = gig_for_owner(request.user, slug)
    return done(request, fresh, kind="milestone", anchor=f"milestone-{milestone_id}", saved_id=milestone_id)


@declared(Policy.OWNER)
@require_POST
def substep_remove(request: HttpRequest, slug: str, milestone_id: int, key: int) -> HttpResponse:
    """Remove a substep at once; the answer offers to undo it."""
    gig = gig_for_owner(request.user, slug)
    remove = partial(
        remove_substep,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        milestone_id=milestone_id,
        substep_id=key,
        version=shown(request),
    )
    removed, status, words = attempt(remove, _not_found)
    fresh = gig_for_owner(request.user, slug)
    if removed is None:
        return show(request, tab_of(fresh, request.POST), fragment=PART, status=status, part_alert=words)
    undo = undo_of(gig, KIND, removed, removed.name)
    return done(request, fresh, kind="milestone", anchor="milestones", undo=(KIND, undo))


@declared(Policy.OWNER)
@require_POST
def substep_restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Undo a removal: the token holds the substep, signed for this gig."""
    gig = gig_for_owner(request.user, slug)
    restore = partial(
        restore_substep,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        version=shown(request),
        removed=RemovedSubstep(**thawed(request, gig, KIND)),
    )
    substep, status, words = attempt(restore, _not_found)
    fresh = gig_for_owner(request.user, slug)
    if substep is None:
        return show(request, tab_of(fresh, request.POST), fragment=PART, status=status, part_alert=words)
    held = substep.milestone_id
    return done(request, fresh, kind="milestone", anchor=f"milestone-{held}", saved_id=held)


def _refused(
    request: HttpRequest, slug: str, key: str, form: SubstepForm, *, status: int, words: str
) -> HttpResponse:
    """What was typed, beside the milestone as it stands now."""
    tab = tab_of(gig_for_owner(request.user, slug), request.POST)
    milestone_id, second = _parts(key)
    card = tab.bench.card(milestone_id)
    if card is None:
        tab.substep = None
        return show(request, tab, fragment=PART, status=status, part_alert=words)
    if status == CONFLICT:
        form.show_version(card.version)
    held = second if any(row.id == second for row in card.substeps) else NEW
    only(tab, substep=(f"{milestone_id}-{held}", form))
    return show(request, tab, fragment=PART, status=status, card_alert=words, fresh_card=card)


def _parts(key: str) -> tuple[int, int | None]:
    """``12-new`` is (12, None), ``12-7`` is (12, 7)."""
    first, _, second = key.partition("-")
    return read_whole(first), None if second == NEW else read_whole(second)


def _not_found(_field: str | None, _message: str) -> None:
    raise Http404
