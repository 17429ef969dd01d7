"""Going on with an order that ended before its last milestone: ask, agree, decline, withdraw (row 17)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from config.shared.access import Policy, declared
from orders import access
from orders.forms import SureForm
from orders.forms.resuming import DeclineResumeForm, ResumeForm
from orders.models import Order
from orders.operations.resuming import agree_to_resume, ask_to_resume, decline_to_resume, withdraw_resume
from orders.queries.case import Case
from orders.queries.successors import successor_of
from orders.states import Act, Role
from orders.views.acts import ActPage, act_page, page_of_act, url_to, why_not


def _why_not(case: Case) -> str:
    """Why nobody can go on with this order now, in words."""
    resuming = case.resuming
    if resuming is None:
        return "This order cannot be resumed: that is for orders that ended before their last milestone."
    if resuming.successor is not None:
        return f"This order goes on already, as order {resuming.successor.number}."
    if case.at >= resuming.until:
        return "The time to resume this order is over. You can order again, or ask for an offer."
    if resuming.open is not None and resuming.open.asker_role == case.role:
        return f"You have asked already. {case.other.label} can answer until the time is over."
    if resuming.open is not None:
        return f"{case.other.label} has asked already: agree or decline on the page of the order."
    bar = why_not(case)
    return "Nobody asks to resume this order." if bar.startswith("This order has ended") else bar


def _after_agreeing(order: Order) -> str:
    """Who pays next goes straight there; the seller sees the new order."""
    successor = successor_of(order)
    return url_to(order) if successor is None else url_to(successor)


def _to_payment(order: Order) -> str:
    successor = successor_of(order)
    return url_to(order) if successor is None else reverse("orders:order_pay", args=[successor.number])


ASK = ActPage(
    Act.RESUME,
    "Resume order",
    ResumeForm,
    lambda order, form, click: ask_to_resume(order_id=order.pk, text=form.cleaned_data["text"], click=click),
    done="Asked. We tell you when there is an answer.",
    why=_why_not,
)
DECLINE = ActPage(
    Act.DECLINE_RESUME,
    "Decline to resume",
    DeclineResumeForm,
    lambda order, form, click: decline_to_resume(
        order_id=order.pk, text=form.cleaned_data["text"], click=click
    ),
    done="Declined. The order stays completed.",
    why=_why_not,
)
WITHDRAW = ActPage(
    Act.WITHDRAW_RESUME,
    "Withdraw your request",
    SureForm,
    lambda order, _, click: withdraw_resume(order_id=order.pk, click=click),
    done="Withdrawn. The order stays completed.",
    why=_why_not,
)
AGREE = {
    role: ActPage(
        Act.AGREE_RESUME,
        "Agree to resume",
        SureForm,
        lambda order, _, click: agree_to_resume(order_id=order.pk, click=click),
        done=done,
        next_to=next_to,
        why=_why_not,
    )
    for role, done, next_to in (
        (Role.BUYER, "The new order is ready: pay its first milestone to begin.", _to_payment),
        (Role.SELLER, "The new order is ready. Begin when we tell you that it is paid.", _after_agreeing),
    )
}


@declared(Policy.PARTY)
@page_of_act
def order_resume(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the other side to go on with what never began."""
    return act_page(request, *access.order_for(request.user, number), ASK)


@declared(Policy.PARTY)
@page_of_act
def order_resume_agree(request: HttpRequest, number: str) -> HttpResponse:
    """Agree to go on: a linked order begins."""
    order, role = access.order_for(request.user, number)
    return act_page(request, order, role, AGREE[role])


@declared(Policy.PARTY)
@page_of_act
def order_resume_decline(request: HttpRequest, number: str) -> HttpResponse:
    """Say no."""
    return act_page(request, *access.order_for(request.user, number), DECLINE)


@declared(Policy.PARTY)
@page_of_act
def order_resume_withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take one's own request back."""
    return act_page(request, *access.order_for(request.user, number), WITHDRAW)
