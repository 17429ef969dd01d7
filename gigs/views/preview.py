"""The gig beside the form: what is saved under what is typed. Nothing is stored."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import member
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.text import render_rich
from gigs.access import gig_for_owner
from gigs.checklist import TABS
from gigs.forms.preview import typed_of
from gigs.models import Gig
from gigs.queries.preview import Preview, new_preview, preview_of


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def gig_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """An own gig as its customers would see it."""
    gig = gig_for_owner(request.user, slug)
    return _part(request, gig, preview_of(gig, typed_of(request.POST), now=clock.now()))


@declared(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def gig_new_preview(request: HttpRequest) -> HttpResponse:
    """The same for a gig that is being begun."""
    return _part(request, None, new_preview(member(request), typed_of(request.POST)))


def _part(request: HttpRequest, gig: Gig | None, preview: Preview) -> HttpResponse:
    tab = request.GET.get("tab", "")
    seller = member(request)
    context = {
        "gig": gig,
        "seller": seller,
        "picture_url": seller.picture.url if seller.picture else "",
        "preview": preview,
        "rich": render_rich(preview.description),
        "tab": tab if tab in TABS else "overview",
    }
    return render(request, "gigs/_preview.html", context)
