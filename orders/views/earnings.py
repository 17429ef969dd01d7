"""A seller's money: what clears when, what is available, month by month; and its statement."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from accounts.access import member
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.pages import render_page
from config.shared.tables import table_file
from orders.queries.earnings import earnings_of, statement_rows


@declared(Policy.MEMBER)
@require_safe
def earnings(request: HttpRequest) -> HttpResponse:
    """What clears when, and what is available."""
    cursor = request.GET.get("before", "")
    found = earnings_of(member(request).pk, clock.now(), cursor)
    context = {
        "earnings": found,
        "older_url": f"?before={found.older}#cleared" if found.older else "",
        "newer_url": request.path if cursor else "",
    }
    return render_page(request, "orders/earnings.html", context)


@declared(Policy.MEMBER)
@require_safe
def earnings_file(request: HttpRequest) -> StreamingHttpResponse:
    """Every settled milestone as a table."""
    user = member(request)
    return table_file("milepost-earnings.csv", statement_rows(user.pk, user.zone))
