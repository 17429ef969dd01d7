"""The buyer starts the next milestone, stops, or cancels for lateness (product.md 5.2, rows 7 and 12)."""

from django.http import HttpRequest, HttpResponse

from config.shared.access import Policy, declared
from config.shared.commands import Click
from orders import access
from orders.forms import CardForm, SureForm
from orders.models import Order
from orders.operations.funding import pay
from orders.operations.stopping import stop
from orders.operations.very_late import cancel_very_late
from orders.queries.actions import can
from orders.queries.case import Case
from orders.states import Act, Role
from orders.views.acts import ActPage, act_page, page_of_act, why_not
from orders.views.answering import buyers_cards
from orders.views.cards import after_payment, charged_with

TRY_AGAIN = "The last payment did not go through. The order shows why, and where to pay it again."


def _start(order: Order, form: CardForm, click: Click) -> Order:
    return charged_with(
        form,
        click.actor_id,
        lambda card_id: pay(order_id=order.pk, card_id=card_id, click=click, starting=True),
    )


def _why_not_start(case: Case) -> str:
    """Once a payment did not go through, it is paid on a page of its own."""
    return TRY_AGAIN if can(case, Act.PAY) else why_not(case)


START = ActPage(
    Act.START_NEXT,
    "Start next milestone",
    CardForm,
    _start,
    next_to=after_payment,
    build=buyers_cards,
    why=_why_not_start,
)
STOP = ActPage(
    Act.STOP,
    "Stop order",
    SureForm,
    lambda order, _, click: stop(order_id=order.pk, click=click),
    done="The order is completed. Nothing more is charged.",
    danger=True,
)
CANCEL = ActPage(
    Act.CANCEL_VERY_LATE,
    "Cancel for lateness",
    SureForm,
    lambda order, _, click: cancel_very_late(order_id=order.pk, click=click),
    done="Cancelled. The money is on its way back to your card.",
    danger=True,
)


@declared(Policy.BUYER_SIDE)
@page_of_act
def order_start(request: HttpRequest, number: str) -> HttpResponse:
    """Pay the next milestone, so that it begins."""
    return act_page(request, access.buyer_order(request.user, number), Role.BUYER, START)


@declared(Policy.BUYER_SIDE)
@page_of_act
def order_stop(request: HttpRequest, number: str) -> HttpResponse:
    """End the order between an acceptance and the next start."""
    return act_page(request, access.buyer_order(request.user, number), Role.BUYER, STOP)


@declared(Policy.BUYER_SIDE)
@page_of_act
def order_cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel the running milestone alone, when it is very late."""
    return act_page(request, access.buyer_order(request.user, number), Role.BUYER, CANCEL)
