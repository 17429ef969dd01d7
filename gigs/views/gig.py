"""A gig's page."""

from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts.queries import facts_of
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.pages import render_page, wants_fragment
from config.shared.ratings import average
from config.shared.ready_pages import ready_for_visitors, ready_part
from config.shared.text import render_rich
from gigs.access import gig_for_viewer
from gigs.counter import counter
from gigs.models import Gig
from gigs.queries import gig_page, similar_to
from gigs.queries.stamps import gig_stamp
from gigs.sharing import share_of_gig
from gigs.states import VISIBLE, GigState
from gigs.visits import is_customer


@declared(Policy.PUBLIC)
@require_safe
def gig_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A gig's page; ``?package=`` chooses the package whose price and rail are shown.

    A visitor's page holds nothing of this visitor, so one that is kept ready serves all of them.
    """
    now = clock.now()
    if not request.user.is_authenticated:
        response = _for_visitors(request, slug)
        seller_id = None
    else:
        gig = gig_for_viewer(request.user, slug)
        response = _page(request, gig, now)
        seller_id = gig.seller_id
    if is_customer(request, seller_id):
        counter.count(slug, "views", now)
    return response


@ready_for_visitors(stamp=gig_stamp)
def _for_visitors(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, gig_for_viewer(request.user, slug), clock.now())


def _page(request: HttpRequest, gig: Gig, now: datetime) -> HttpResponse:
    page = gig_page(gig, tier=request.GET.get("package", ""), now=now)
    swapping = wants_fragment(request)
    orderable = gig.state == GigState.ACTIVE and gig.seller.in_good_standing
    context = {
        "gig": gig,
        "page": page,
        "chosen": page.chosen,
        "rich": render_rich(gig.description),
        "own": request.user.is_authenticated and gig.seller_id == request.user.pk,
        "shown": gig.state in VISIBLE and gig.seller.is_active,
        "orderable": orderable,
        "rating": average(gig.rating_sum, gig.rating_count),
        "facts": facts_of(gig.seller, now),
        "share": share_of_gig(gig, page, orderable=orderable),
        "similar": "" if swapping else ready_part(("similar", gig.pk, gig.version), partial(_similar, gig)),
        "swapping": swapping,
    }
    return render_page(request, "gigs/gig_detail.html", context, fragment="package_part")


def _similar(gig: Gig) -> SafeString:
    found = similar_to(gig)
    return render_to_string("gigs/_similar.html", {"gig": gig, "similar": found}) if found else SafeString()
