"""The columns of the table of prices and days: own amounts, and back to the even split."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from config.shared.access import Policy, declared
from gigs.access import gig_for_owner
from gigs.forms import ShareForm
from gigs.models import Tier
from gigs.operations import SplitSaved, reset_split, set_split
from gigs.queries import workbench
from gigs.states import VISIBLE
from gigs.views.editor import CONFLICT, attempt
from gigs.views.milestones import PART, shown
from gigs.views.tab import done, only, open_split, show, tab_of


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def share_column(request: HttpRequest, slug: str, tier: str) -> HttpResponse:
    """Open a package's column, or save it."""
    if request.method == "POST" and "open_split" in request.POST and "open" not in request.POST:
        return save_open_split(request, slug, tier)
    gig = gig_for_owner(request.user, slug)
    tab = tab_of(gig, request.POST, without="milestone")
    open_split(tab, tier)
    if tab.bench.package(tier) is None:
        raise Http404
    return show(request, tab, fragment=PART)


def save_open_split(request: HttpRequest, slug: str, tier: str) -> HttpResponse:
    """Save the open column; what was typed stays when it does not add up."""
    gig = gig_for_owner(request.user, slug)
    bench = workbench(gig)
    package = bench.package(tier)
    if package is None:
        return _gone(request, slug)
    form = ShareForm(request.POST, package=package, column=bench.column(package.id))
    if not form.is_valid() and gig.version == form.shown_version():
        tab = tab_of(gig, request.POST, bench=bench)
        only(tab, split=(tier, form))
        return show(request, tab, fragment=PART, status=422)
    save = partial(
        set_split,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        version=form.shown_version(),
        tier=tier,
        parts=form.parts() if form.is_valid() else {},
    )
    saved, status, words = attempt(save, form.add_error)
    if saved is None:
        return _refused(request, slug, tier, status=status, words=words)
    return _saved(request, saved, tier, "have your amounts and days")


@declared(Policy.OWNER)
@require_POST
def share_even(request: HttpRequest, slug: str, tier: str) -> HttpResponse:
    """Return a package to the even split."""
    gig = gig_for_owner(request.user, slug)
    version = shown(request, "split-version")
    reset = partial(reset_split, gig_id=gig.pk, owner_id=gig.seller_id, version=version, tier=tier)
    saved, status, words = attempt(reset, _not_found)
    if saved is None:
        return _refused(request, slug, tier, status=status, words=words)
    return _saved(request, saved, tier, "are split evenly")


def _saved(request: HttpRequest, saved: SplitSaved, tier: str, words: str) -> HttpResponse:
    live = ", live on your gig" if saved.gig.state in VISIBLE else ""
    messages.success(request, f"{Tier(tier).label}: the milestones {words}{live}.")
    return done(request, saved.gig, kind="milestone", anchor="split", bench=saved.bench, saved_split=tier)


def _refused(request: HttpRequest, slug: str, tier: str, *, status: int, words: str) -> HttpResponse:
    """What was typed, beside the figures as they stand now; saving again then means it."""
    fresh = gig_for_owner(request.user, slug)
    tab = tab_of(fresh, request.POST, without="milestone")
    package = tab.bench.package(tier)
    if package is None or not tab.bench.can_be_split(package) or "open_split" not in request.POST:
        return show(request, tab, fragment=PART, status=status, part_alert=words)
    form = ShareForm.retyped(request.POST, package=package, column=tab.bench.column(package.id))
    if status == CONFLICT:
        form.show_version(fresh.version)
    only(tab, split=(tier, form))
    return show(request, tab, fragment=PART, status=status, split_alert=words, split_stale=status == CONFLICT)


def _gone(request: HttpRequest, slug: str) -> HttpResponse:
    tab = tab_of(gig_for_owner(request.user, slug), request.POST, without="milestone")
    words = "This package was removed meanwhile."
    return show(request, tab, fragment=PART, status=CONFLICT, part_alert=words)


def _not_found(_field: str | None, _message: str) -> None:
    raise Http404
