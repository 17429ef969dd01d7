"""Buying and selling: what needs the member, what runs, what is finished; searched, filtered, downloaded."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from accounts.access import member
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.pages import render_page
from config.shared.tables import table_file
from orders.forms.boards import BoardForm
from orders.queries.dashboards import dashboard
from orders.queries.narrowing import Wanted
from orders.queries.order_rows import order_rows
from orders.queries.subscription_list import subscriptions_of
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
def buying_file(request: HttpRequest) -> StreamingHttpResponse:
    """The same orders as a table."""
    return _file(request, Role.BUYER, "milepost-bought.csv")


@declared(Policy.MEMBER)
@require_safe
def selling_file(request: HttpRequest) -> StreamingHttpResponse:
    """The same orders as a table."""
    return _file(request, Role.SELLER, "milepost-sold.csv")


def _show(request: HttpRequest, role: Role, template: str) -> HttpResponse:
    form, user_id, at = BoardForm(request.GET), member(request).pk, clock.now()
    wanted, cursor = Wanted.of(form.known()), request.GET.get("before", "")
    board = dashboard(user_id, role, at, wanted, cursor)
    context = {
        "board": board,
        "form": form,
        "wanted": wanted,
        "subscriptions": [] if cursor or wanted else subscriptions_of(user_id, role),
        "older_url": wanted.address(before=board.older) if board.older else "",
        "newer_url": request.path + wanted.address() if cursor else "",
        "file_url": wanted.address(),
        "empty": not board and not cursor and not wanted and not form.errors,
    }
    return render_page(request, template, context)


def _file(request: HttpRequest, role: Role, name: str) -> StreamingHttpResponse:
    user = member(request)
    wanted = Wanted.of(BoardForm(request.GET).known())
    return table_file(name, order_rows(user.pk, role, wanted, user.zone))
