"""Public reviews beyond the newest: of a gig, of a member."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import person
from config.shared.access import Policy, declared
from config.shared.pages import render_page
from gigs.access import gig_for_viewer
from orders.queries.opinions import Opinions, about_member, of_gig
from orders.states import Role


@declared(Policy.PUBLIC)
@require_safe
def gig_reviews(request: HttpRequest, slug: str) -> HttpResponse:
    """What buyers say of a gig, page by page."""
    gig = gig_for_viewer(request.user, slug)
    found = of_gig(gig.pk, request.GET.get("before", ""))
    return _page(request, found, title=gig.title, back=f"/gigs/{gig.slug}/")


@declared(Policy.PUBLIC)
@require_safe
def person_reviews(request: HttpRequest, handle: str) -> HttpResponse:
    """What others say of a member: buyers, or sellers with ``?as=buyer``. Nothing of a suspended member."""
    found = person(handle)
    if not found.in_good_standing:
        raise Http404
    as_buyer = request.GET.get("as") == Role.BUYER
    opinions = about_member(found.pk, Role.SELLER if as_buyer else Role.BUYER, request.GET.get("before", ""))
    words = f"{found.label} as a {'buyer' if as_buyer else 'seller'}"
    return _page(request, opinions, title=words, back=f"/people/{found.handle}/", as_buyer=as_buyer)


def _page(
    request: HttpRequest, found: Opinions, *, title: str, back: str, as_buyer: bool = False
) -> HttpResponse:
    asked = {"as": "buyer", "before": found.older} if as_buyer else {"before": found.older}
    more_url = f"{request.path}?{urlencode(asked)}" if found.older else ""
    context = {"opinions": found, "title": title, "back": back, "more_url": more_url}
    return render_page(request, "orders/reviews.html", context, fragment="more")
