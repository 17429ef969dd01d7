"""The Overview tab; a gig begins here."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import member
from config.shared.access import Policy, declared
from gigs.access import gig_for_owner
from gigs.eligibility import gig_milestones
from gigs.forms import OverviewForm
from gigs.models import Gig
from gigs.operations import create_gig, save_overview
from gigs.queries import categories
from gigs.states import GigState
from gigs.views.editor import CONFLICT, attempt, editor_context, next_url


@declared(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def gig_new(request: HttpRequest) -> HttpResponse:
    """Begin a gig."""
    form = OverviewForm(request.POST or None, catalogue=categories(), initial={"title": "I will "})
    if request.method != "POST" or not form.is_valid():
        return _page(request, None, form, status=422 if request.method == "POST" else 200)
    data = form.cleaned_data
    create = partial(
        create_gig,
        owner_id=member(request).pk,
        title=data["title"],
        subcategory_id=data["subcategory"],
        tags=data["tags"],
    )
    gig, status, words = attempt(create, form.add_error)
    if gig is None:
        return _page(request, None, form, status=status, alert=words)
    return redirect(next_url(gig, "overview"))


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Title, subcategory, tags of an own gig."""
    gig = gig_for_owner(request.user, slug)
    if request.method != "POST":
        return _page(request, gig, _form_of(gig))
    form = OverviewForm(request.POST, catalogue=categories())
    if not form.is_valid():
        return _page(request, gig, form, status=422)
    data = form.cleaned_data
    save = partial(
        save_overview,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        content_version=form.shown_version(),
        title=data["title"],
        subcategory_id=data["subcategory"],
        tags=data["tags"],
    )
    saved, status, words = attempt(save, form.add_error)
    if saved is None:
        fresh = gig_for_owner(request.user, slug)
        return _page(
            request, fresh, form, status=status, alert=words, fresh=fresh if status == CONFLICT else None
        )
    warn_when_hidden(request, before=gig, after=saved)
    return redirect(next_url(saved, "overview"))


def warn_when_hidden(request: HttpRequest, *, before: Gig, after: Gig) -> None:
    """Say on saving that customers no longer see the milestones."""
    now = gig_milestones(after)
    if after.milestone_count and gig_milestones(before).ok and not now.ok:
        live = after.state == GigState.ACTIVE
        shown = "Customers no longer see your milestones" if live else "Your milestones are hidden"
        messages.warning(request, f"{shown}. {now.reason} They are kept.")


def _form_of(gig: Gig) -> OverviewForm:
    initial = {
        "title": gig.title,
        "subcategory": gig.subcategory_id,
        "tags": ", ".join(gig.tags),
        "version": gig.content_version,
    }
    return OverviewForm(catalogue=categories(), initial=initial)


def _page(
    request: HttpRequest,
    gig: Gig | None,
    form: OverviewForm,
    *,
    status: int = 200,
    alert: str = "",
    fresh: Gig | None = None,
) -> HttpResponse:
    version = gig.content_version if gig else ""
    context = editor_context(request, gig, "overview", form=form, alert=alert, fresh=fresh, version=version)
    return render(request, "gigs/edit_overview.html", context, status=status)
