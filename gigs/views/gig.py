"""A gig's page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.pages import render_page
from config.shared.text import render_rich
from gigs.access import gig_for_viewer
from gigs.queries import gig_page
from gigs.states import GigState


@declared(Policy.PUBLIC)
@require_safe
def gig_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A gig's page; ``?package=`` chooses the package whose price and rail are shown."""
    gig = gig_for_viewer(request.user, slug)
    now = clock.now()
    page = gig_page(gig, tier=request.GET.get("package", ""), now=now)
    own = request.user.is_authenticated and gig.seller_id == request.user.pk
    context = {
        "gig": gig,
        "page": page,
        "chosen": page.chosen,
        "rich": render_rich(gig.description),
        "own": own,
        "orderable": gig.state == GigState.ACTIVE and gig.seller.in_good_standing,
        "rating": gig.rating_sum / gig.rating_count if gig.rating_count else None,
    }
    return render_page(request, "gigs/gig_detail.html", context, fragment="package_part")
