"""The hand-over pack of a completed order, for both sides (product.md 5.4)."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from config.shared import clock
from config.shared.access import Policy, declared
from orders import access
from orders.queries.handover import items_of, pack


@declared(Policy.PARTY)
@require_safe
def order_pack(request: HttpRequest, number: str) -> StreamingHttpResponse:
    """All accepted files in one archive, sent while it is made. 404 when nothing was handed over."""
    order, _ = access.order_for(request.user, number)
    items = items_of(order)
    if not items:
        raise Http404
    response = StreamingHttpResponse(pack(order, items, clock.now()), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{order.number} hand-over.zip"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
