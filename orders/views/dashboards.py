"""Buying, selling, earnings."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.pages import render_page
from orders.queries.dashboards import dashboard
from orders.queries.earnings import earnings_of
from orders.states import Role


@declared(Policy.MEMBER)
@require_safe
def buying(request: HttpRequest) -> HttpResponse:
    """What the member ordered: what needs them, what runs, what is finished."""
    return _show(request, Role.BUYER, "orders/buying.html")


@declared(Policy.MEMBER)
@require_safe
def selling(request: HttpRequest) -> HttpResponse:
    """What was ordered from the member."""
    return _show(request, Role.SELLER, "orders/selling.html")


@declared(Policy.MEMBER)
@require_safe
def earnings(request: HttpRequest) -> HttpResponse:
    """What clears when, and what is available."""
    return render_page(request, "orders/earnings.html", {"earnings": earnings_of(request.user.pk or 0)})


def _show(request: HttpRequest, role: Role, template: str) -> HttpResponse:
    cursor = request.GET.get("before", "")
    board = dashboard(request.user.pk or 0, role, clock.now(), cursor)
    context = {
        "board": board,
        "older_url": f"?{urlencode({'before': board.older})}" if board.older else "",
        "newer_url": request.path if cursor else "",
        "empty": not (board.mine or board.running or board.finished or cursor),
    }
    return render_page(request, template, context)
