"""What a gig's seller learns of its visitors: how many, never who."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.pages import render_page
from gigs.access import gig_for_owner
from gigs.charts import charts_of
from gigs.queries import figures_of
from gigs.queries.figures import DEFAULT, PERIODS


@declared(Policy.OWNER)
@require_safe
def gig_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Views, visits to checkout and orders by day; ``?days=`` is 7, 30 or 90."""
    gig = gig_for_owner(request.user, slug)
    days = {str(period): period for period in PERIODS}.get(request.GET.get("days", ""), DEFAULT)
    figures = figures_of(gig.pk, days=days, now=clock.now())
    context = {
        "gig": gig,
        "days": days,
        "periods": PERIODS,
        "figures": figures,
        "charts": charts_of(figures),
        "rows": tuple(reversed(figures.days)),
    }
    return render_page(request, "gigs/gig_figures.html", context, fragment="figures")
