"""A member's favourites: the heart of a gig, and the list."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member
from config.shared import clock
from config.shared.access import Policy, declared, way_back
from config.shared.pages import render_page, wants_fragment
from gigs.access import gig_for_viewer
from gigs.models import Favourite, Gig
from gigs.operations import drop_favourite, keep_favourite
from gigs.queries import favourite_page

KEPT = "Saved to your favourites."
DROPPED = "Taken off your favourites."


@declared(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def gig_favourite(request: HttpRequest, slug: str) -> HttpResponse:
    """The heart. POST says what shall be (``wanted`` 1 or 0), so that a second press changes nothing.

    A visitor who pressed it comes here from signing in, which saves the gig as well. Anybody else who follows a
    link here is asked first.
    """
    gig = gig_for_viewer(request.user, slug)
    if request.method == "POST":
        return _set(request, gig, wanted=request.POST.get("wanted") != "0")
    if _comes_from_signing_in(request) and gig.seller_id != request.user.pk:
        return _set(request, gig, wanted=True)
    return render(request, "gigs/gig_favourite.html", {"gig": gig})


def _set(request: HttpRequest, gig: Gig, *, wanted: bool) -> HttpResponse:
    user_id = member(request).pk
    if wanted:
        keep_favourite(user_id=user_id, gig_id=gig.pk, at=clock.now())
    else:
        drop_favourite(user_id=user_id, gig_id=gig.pk)
    if wants_fragment(request):
        context = {"slug": gig.slug, "title": gig.title, "kept": wanted, "member": True, "fresh": True}
        context["words"] = request.POST.get("words", "")[:1]
        return render(request, "gigs/_heart.html", context)
    messages.success(request, KEPT if wanted else DROPPED)
    here = reverse("gigs:gig_favourite", args=[gig.slug])
    back = way_back(request) if request.method == "POST" else here
    return redirect(reverse("gigs:gig_detail", args=[gig.slug]) if back in {"/", here} else back)


def _comes_from_signing_in(request: HttpRequest) -> bool:
    """The browser itself says that one of our own sign-in pages led here; no page of others can make it say so."""
    if request.headers.get("Sec-Fetch-Site") != "same-origin" or "Sec-Purpose" in request.headers:
        return False
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return False
    return page.netloc == request.get_host() and page.path.startswith("/accounts/")


@declared(Policy.MEMBER)
@require_safe
def favourite_list(request: HttpRequest) -> HttpResponse:
    """The member's list, the last saved first."""
    page = favourite_page(request.user, request.GET.get("before", ""))
    return render_page(request, "gigs/favourite_list.html", {"page": page})


@declared(Policy.OWNER)
@require_POST
def favourite_remove(request: HttpRequest, key: int) -> HttpResponse:
    """Take an entry off the list whose gig is not shown any more."""
    entry = Favourite.objects.of(member(request).pk).filter(pk=key).first()
    if entry is None:
        raise Http404
    drop_favourite(user_id=entry.user_id, gig_id=entry.gig_id)
    messages.success(request, DROPPED)
    return redirect("gigs:favourite_list")
