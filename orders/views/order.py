"""The order page and its files."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import fresh_command
from config.shared.pages import render_page, wants_fragment
from config.shared.uploads import serve_download
from orders import access
from orders.forms import TickForm
from orders.models import Order
from orders.queries.case import case_of
from orders.queries.order_page import events_count, order_page, shown_token
from orders.states import Role

UNCHANGED = 204


@declared(Policy.PARTY)
@require_safe
def order_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The order as this party sees it. Polling names what it shows, and hears 204 while that is still so."""
    order, role = access.order_for(request.user, number)
    shown = request.GET.get("shown")
    if shown and wants_fragment(request):
        case = case_of(order, role, clock.now())
        if shown == shown_token(case, events_count(order)):
            return HttpResponse(status=UNCHANGED)
    return show_order(request, order, role)


def show_order(request: HttpRequest, order: Order, role: Role) -> HttpResponse:
    """The page, or the part of it that refreshes."""
    page = order_page(case_of(order, role, clock.now()), whole=request.GET.get("history") == "all")
    ticks = _ticks(order, page.case.milestone.substeps) if page.can_tick else []
    stages = _ticks(order, order.stages) if page.can_tick else []
    context = {"page": page, "case": page.case, "order": order, "ticks": ticks, "stage_ticks": stages}
    return render_page(request, "orders/order_detail.html", context, fragment="live")


def _ticks(order: Order, steps: list[dict[str, Any]]) -> list[tuple[dict[str, Any], TickForm]]:
    """Each substep or stage with the form of its own tick."""
    return [(step, TickForm(initial=fresh_command(order.version))) for step in steps]


@declared(Policy.PARTY)
@require_safe
def order_file(request: HttpRequest, number: str, file_id: UUID) -> FileResponse:
    """A delivered file, or one that came with an answer: always as a download."""
    file = access.file_for(request.user, number, file_id)
    return serve_download(file.stored, file.name)
