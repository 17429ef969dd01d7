"""The Pricing tab."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from config.shared.access import Policy, declared
from gigs.access import gig_for_owner
from gigs.forms import PricingForms
from gigs.forms.fields import read_whole
from gigs.models import Gig, Package
from gigs.operations import Repriced, save_packages
from gigs.views.editor import CONFLICT, attempt, editor_context, next_url
from gigs.views.overview import warn_when_hidden
from gigs.views.saying import say_evened


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_pricing(request: HttpRequest, slug: str) -> HttpResponse:
    """The three packages of an own gig."""
    gig = gig_for_owner(request.user, slug)
    forms = PricingForms(request.POST if request.method == "POST" else None, packages=gig.packages.all())
    if request.method != "POST":
        return _page(request, gig, forms)
    if not forms.is_valid():
        return _page(request, gig, forms, status=422)
    save = partial(
        save_packages,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        version=read_whole(request.POST.get("version", "")),
        packages=forms.drafts(),
    )
    saved, status, words = attempt(save, forms.add_error)
    if saved is None:
        fresh = gig_for_owner(request.user, slug)
        held = tuple(fresh.packages.all()) if status == CONFLICT else ()
        return _page(request, fresh, forms, status=status, alert=words, fresh=held)
    _say(request, before=gig, saved=saved)
    return redirect(next_url(saved.gig, "pricing"))


def _say(request: HttpRequest, *, before: Gig, saved: Repriced) -> None:
    warn_when_hidden(request, before=before, after=saved.gig)
    say_evened(request, saved.resplit)


def _page(
    request: HttpRequest,
    gig: Gig,
    forms: PricingForms,
    *,
    status: int = 200,
    alert: str = "",
    fresh: tuple[Package, ...] = (),
) -> HttpResponse:
    context = editor_context(
        request, gig, "pricing", forms=forms.forms, alert=alert, fresh=fresh, version=gig.version
    )
    return render(request, "gigs/edit_pricing.html", context, status=status)
