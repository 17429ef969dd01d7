"""Answers to proposed changes, and paying their difference (product.md 5.2, row 14)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import Click, fresh_command
from config.shared.errors import Forbidden
from config.shared.pages import render_page
from orders import access
from orders.forms import BankAnswerForm
from orders.forms.amending import AmendmentAnswerForm, AmendmentCardForm, AmendmentRefusalForm
from orders.models import Order
from orders.operations import amending, consenting
from orders.operations.funding import authenticate_payment
from orders.payments.models import AttemptStatus
from orders.queries.actions import bar_of
from orders.queries.amendments import charged_by, comparison, plan_shown
from orders.queries.case import Case, case_of
from orders.queries.proposals import open_amendment
from orders.states import Act, Role
from orders.views.acts import ActPage, act_page, page_of_act, unavailable, url_to, why_not
from orders.views.answering import buyers_cards
from orders.views.cards import charged_with

CARD = "orders/_amendment.html"
NOTHING_OPEN = "No changes are proposed any more. The order shows how it stands now."
CHECKED = "The payment of the difference is being checked. We will tell you as soon as its outcome is known."


def _why(case: Case) -> str:
    amendment, checked = case.standing.amendment, case.difference is not None and case.difference.is_checked
    if case.ended or case.overdue:
        return why_not(case)
    if checked:
        return CHECKED
    if amendment is None:
        return NOTHING_OPEN
    agreed = amending.AgreedAlready.default_message if amendment.agreed_at is not None else NOTHING_OPEN
    return bar_of(case) or agreed


def _shown(case: Case) -> dict[str, Any]:
    return {"comparison": comparison(case, plan_shown(case))}


def _accept(order: Order, form: AmendmentAnswerForm, click: Click) -> Order:
    return consenting.accept(order_id=order.pk, amendment_id=form.cleaned_data["amendment"], click=click)


def _accept_and_pay(order: Order, form: AmendmentCardForm, click: Click) -> Order:
    shown = form.cleaned_data["amendment"]
    return charged_with(
        form,
        click.actor_id,
        lambda card: consenting.accept(order_id=order.pk, amendment_id=shown, click=click, card_id=card),
    )


def _pay(order: Order, form: AmendmentCardForm, click: Click) -> Order:
    shown = form.cleaned_data["amendment"]
    return charged_with(
        form,
        click.actor_id,
        lambda card: consenting.pay_difference(
            order_id=order.pk, amendment_id=shown, card_id=card, click=click
        ),
    )


def _after_payment(order: Order) -> str:
    """To the order, or to the page that says what is missing."""
    amendment, charge = open_amendment(order)
    if amendment is None or charge is None:
        return url_to(order)
    asks = charge[1] == AttemptStatus.NEEDS_AUTHENTICATION
    declined = charge[1] == AttemptStatus.DECLINED
    name = "amendment_authenticate" if asks else "amendment_pay" if declined else "order_detail"
    return reverse(f"orders:{name}", args=[order.number])


def _cards(case: Case) -> dict[str, Any]:
    """The buyer's saved cards; the one that was declined is not offered first."""
    amendment = case.standing.amendment
    declined = amendment is not None and amendment.payment_trouble
    return {**buyers_cards(case), "failed": case.order.card_id if declined else None}


ACCEPT = ActPage(
    Act.ACCEPT_AMENDMENT,
    "Proposed changes",
    AmendmentAnswerForm,
    _accept,
    done="The changes are agreed.",
    why=_why,
    shows=CARD,
    facts=_shown,
)
ACCEPT_AND_PAY = ActPage(
    Act.ACCEPT_AMENDMENT,
    "Proposed changes",
    AmendmentCardForm,
    _accept_and_pay,
    done="The changes are agreed.",
    next_to=_after_payment,
    build=buyers_cards,
    why=_why,
    shows=CARD,
    facts=_shown,
)
REFUSE = ActPage(
    Act.REFUSE_AMENDMENT,
    "Refuse the changes",
    AmendmentRefusalForm,
    lambda order, form, click: amending.refuse(
        order_id=order.pk,
        amendment_id=form.cleaned_data["amendment"],
        text=form.cleaned_data["text"],
        click=click,
    ),
    done="Refused. Everything stays as it was agreed.",
    why=_why,
)
WITHDRAW = ActPage(
    Act.WITHDRAW_AMENDMENT,
    "Withdraw the changes",
    AmendmentAnswerForm,
    lambda order, form, click: amending.withdraw(
        order_id=order.pk, amendment_id=form.cleaned_data["amendment"], click=click
    ),
    done="Taken back. Everything stays as it was agreed.",
    why=_why,
)
PAY = ActPage(
    Act.PAY_AMENDMENT,
    "Pay the difference",
    AmendmentCardForm,
    _pay,
    next_to=_after_payment,
    build=_cards,
    why=_why,
    shows=CARD,
    facts=_shown,
)


def _for(request: HttpRequest, number: str, *, own: bool) -> tuple[Order, Role, Case]:
    """The order for the side that may. Raises Http404, and Forbidden for the other side while changes are open."""
    order, role = access.order_for(request.user, number)
    case = case_of(order, role, clock.now())
    amendment = case.standing.amendment
    if amendment is not None and (amendment.role == role) != own:
        raise Forbidden
    return order, role, case


@declared(Policy.PARTY)
@page_of_act
def amendment_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Before and after side by side, and the yes; a buyer's yes may charge the difference, and names it."""
    order, role, case = _for(request, number, own=False)
    return act_page(request, order, role, ACCEPT_AND_PAY if charged_by(case) else ACCEPT)


@declared(Policy.PARTY)
@page_of_act
def amendment_refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Say no, with or without words."""
    order, role, _ = _for(request, number, own=False)
    return act_page(request, order, role, REFUSE)


@declared(Policy.PARTY)
@page_of_act
def amendment_withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """The proposer takes it back."""
    order, role, _ = _for(request, number, own=True)
    return act_page(request, order, role, WITHDRAW)


@declared(Policy.BUYER_SIDE)
@page_of_act
def amendment_pay(request: HttpRequest, number: str) -> HttpResponse:
    """Pay the difference of agreed changes, with any card."""
    return act_page(request, access.buyer_order(request.user, number), Role.BUYER, PAY)


@declared(Policy.BUYER_SIDE)
@page_of_act
def amendment_authenticate(request: HttpRequest, number: str) -> HttpResponse:
    """The demo bank's question about the difference."""
    order = access.buyer_order(request.user, number)
    case = case_of(order, Role.BUYER, clock.now())
    charge = case.difference
    if charge is None or not charge.asks or case.overdue:
        return unavailable(request, case, "The bank asks nothing at the moment." if charge else _why(case))
    form = BankAnswerForm(request.POST or None, initial=fresh_command(order.version))
    if request.method == "POST" and form.is_valid():
        passed = form.cleaned_data["answer"] == "yes"
        authenticate_payment(order_id=order.pk, attempt_id=charge.attempt_id, passed=passed, at=clock.now())
        if passed:
            messages.success(request, "Thank you.")
        return redirect(_after_payment(Order.objects.get(pk=order.pk)))
    context = {
        "case": case,
        "order": order,
        "form": form,
        "back": url_to(order),
        "amount": charged_by(case),
        "what": f"more for {case.milestone.name}",
    }
    return render_page(request, "orders/order_authenticate.html", context, status=422 if form.errors else 200)
