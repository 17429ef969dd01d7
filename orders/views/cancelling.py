"""Asking to cancel the running milestone, and answering that (product.md 5.2, row 11)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import Click
from config.shared.components import MoneyPreview
from config.shared.errors import Forbidden
from config.shared.pages import render_page
from orders import access
from orders.forms import CancellationForm, RefusalForm, SureForm
from orders.models import Order
from orders.operations.agreeing import accept_cancellation, refuse_cancellation, withdraw_cancellation
from orders.operations.cancelling import AskedAlready, request_cancellation
from orders.operations.stopping import end_unpaid
from orders.queries.actions import actions_for
from orders.queries.cancel_previews import asking_preview
from orders.queries.case import Case, case_of
from orders.queries.order_page import clock_of
from orders.queries.previews import preview
from orders.queries.turns import turn_of
from orders.states import Act, Role
from orders.views.acts import ActPage, act_page, page_of_act, unavailable, url_to, why_not

REQUEST_CARD = "orders/_request.html"
NOTHING_OPEN = "No cancellation request is open."


def _ask(order: Order, form: CancellationForm, click: Click) -> Order:
    data = form.cleaned_data
    return request_cancellation(
        order_id=order.pk, released_minor=data["released_minor"], reason=data["reason"], click=click
    )


def _figures(case: Case, form: CancellationForm) -> MoneyPreview:
    return asking_preview(case, form.part())


def _why_not_ask(case: Case) -> str:
    return AskedAlready.default_message if case.asked and not case.ended else why_not(case)


def _why_not_answer(case: Case) -> str:
    return why_not(case) if case.ended or case.overdue or case.request else NOTHING_OPEN


REQUEST = ActPage(
    Act.REQUEST_CANCELLATION,
    "Request cancellation",
    CancellationForm,
    _ask,
    done="Asked. The other side has been told.",
    build=lambda case: {"amount_minor": case.milestone.amount_minor},
    why=_why_not_ask,
    figures=_figures,
)
ANSWERS = {
    "accept": ActPage(
        Act.ACCEPT_CANCELLATION,
        "Accept cancellation",
        SureForm,
        lambda order, _, click: accept_cancellation(order_id=order.pk, click=click),
        done="Cancelled. The money goes as agreed.",
        danger=True,
        why=_why_not_answer,
        shows=REQUEST_CARD,
    ),
    "refuse": ActPage(
        Act.REFUSE_CANCELLATION,
        "Refuse cancellation",
        RefusalForm,
        lambda order, form, click: refuse_cancellation(
            order_id=order.pk, text=form.cleaned_data["text"], click=click
        ),
        done="Refused. The order goes on.",
        why=_why_not_answer,
        shows=REQUEST_CARD,
    ),
}
WITHDRAW = ActPage(
    Act.WITHDRAW_CANCELLATION,
    "Withdraw request",
    SureForm,
    lambda order, _, click: withdraw_cancellation(order_id=order.pk, click=click),
    done="Withdrawn. The order goes on.",
    why=_why_not_answer,
)
END = ActPage(
    Act.END_UNPAID,
    "End order",
    SureForm,
    lambda order, _, click: end_unpaid(order_id=order.pk, click=click),
    done="The order is completed. The buyer has been told.",
    danger=True,
)


@declared(Policy.PARTY)
@page_of_act
def order_cancellation(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the other side to cancel: who gets what, and why."""
    return act_page(request, *access.order_for(request.user, number), REQUEST)


@declared(Policy.PARTY)
@require_safe
def order_cancellation_answer(request: HttpRequest, number: str) -> HttpResponse:
    """The request, and what each answer would do."""
    order, role = access.order_for(request.user, number)
    case = case_of(order, role, clock.now())
    if case.asked_it:
        raise Forbidden
    acts = {page.act for page in ANSWERS.values()}
    ways = [(action, preview(case, action.act)) for action in actions_for(case) if action.act in acts]
    if not ways:
        return unavailable(request, case, _why_not_answer(case))
    turn = turn_of(case)
    context = {
        "case": case,
        "order": order,
        "ways": ways,
        "turn": turn,
        "clock": clock_of(case, turn),
        "back": url_to(order),
    }
    return render_page(request, "orders/order_cancellation_answer.html", context)


@declared(Policy.PARTY)
@page_of_act
def order_cancellation_answer_as(request: HttpRequest, number: str, choice: str) -> HttpResponse:
    """One answer, with its money and its form."""
    order, role = access.order_for(request.user, number)
    if choice not in ANSWERS:
        raise Http404
    if case_of(order, role, clock.now()).asked_it:
        raise Forbidden
    return act_page(request, order, role, ANSWERS[choice])


@declared(Policy.PARTY)
@page_of_act
def order_cancellation_withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Whoever asked takes it back."""
    order, role = access.order_for(request.user, number)
    if case_of(order, role, clock.now()).answers_it:
        raise Forbidden
    return act_page(request, order, role, WITHDRAW)


@declared(Policy.SELLER_SIDE)
@page_of_act
def order_end(request: HttpRequest, number: str) -> HttpResponse:
    """The seller ends the order before the next payment."""
    return act_page(request, access.seller_order(request.user, number), Role.SELLER, END)
