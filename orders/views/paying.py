"""The pay page of an order, and the bank's question (product.md 5.2, row 10; 6)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import Click, fresh_command
from config.shared.pages import render_page
from orders import access
from orders.forms import BankAnswerForm, CardForm
from orders.models import Order
from orders.operations.funding import authenticate_payment, pay
from orders.queries.actions import bar_of, can
from orders.queries.case import Case, case_of
from orders.states import Act, Role
from orders.views.acts import ActPage, act_page, page_of_act, unavailable, url_to, why_not
from orders.views.answering import buyers_cards
from orders.views.cards import after_payment, charged_with


def _pay(order: Order, form: CardForm, click: Click) -> Order:
    return charged_with(
        form, click.actor_id, lambda card_id: pay(order_id=order.pk, card_id=card_id, click=click)
    )


def _cards(case: Case) -> dict[str, Any]:
    """The buyer's saved cards; the one that was declined is not offered first."""
    declined = bool(case.milestone.payment_trouble) and not (case.charge and case.charge.asks)
    return {
        **buyers_cards(case),
        "failed": case.order.card_id if declined else None,
        "lasting": case.order.subscription_id is not None,
    }


PAY = ActPage(
    Act.PAY,
    "Pay",
    CardForm,
    _pay,
    next_to=after_payment,
    build=_cards,
    template="orders/order_pay.html",
)


@declared(Policy.BUYER_SIDE)
@page_of_act
def order_pay(request: HttpRequest, number: str) -> HttpResponse:
    """Pay what waits for payment, with any card; says why the last one failed, or that a payment is being checked.

    A next milestone that was never tried is started on the page that says so.
    """
    order = access.buyer_order(request.user, number)
    case = case_of(order, Role.BUYER, clock.now())
    if request.method != "POST" and can(case, Act.START_NEXT):
        return redirect("orders:order_start", number=order.number)
    if request.method != "POST" and case.charge is not None and case.charge.is_checked and not case.overdue:
        return render_page(
            request, "orders/order_checked.html", {"case": case, "order": order, "back": url_to(order)}
        )
    return act_page(request, order, Role.BUYER, PAY)


@declared(Policy.BUYER_SIDE)
@page_of_act
def order_authenticate(request: HttpRequest, number: str) -> HttpResponse:
    """The demo bank's question: is it you? A yes charges the card, a no declines it."""
    order = access.buyer_order(request.user, number)
    case = case_of(order, Role.BUYER, clock.now())
    if case.charge is None or not case.charge.asks or case.overdue:
        return unavailable(
            request, case, "The bank asks nothing at the moment." if case.charge else why_not(case)
        )
    if words := bar_of(case):
        return unavailable(request, case, words)
    form = BankAnswerForm(request.POST or None, initial=fresh_command(order.version))
    if request.method == "POST" and form.is_valid():
        return _answered(request, case, passed=form.cleaned_data["answer"] == "yes")
    context = {"case": case, "order": order, "form": form, "back": url_to(order)}
    return render_page(request, "orders/order_authenticate.html", context, status=422 if form.errors else 200)


def _answered(request: HttpRequest, case: Case, *, passed: bool) -> HttpResponse:
    charge = case.charge
    if charge is not None:
        authenticate_payment(
            order_id=case.order.pk, attempt_id=charge.attempt_id, passed=passed, at=clock.now()
        )
    url = after_payment(Order.objects.get(pk=case.order.pk))
    if url == url_to(case.order):
        messages.success(request, f"Paid. {case.milestone.name} is held for you until you accept it.")
    return redirect(url)
