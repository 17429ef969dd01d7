"""The buyer's answers to a delivery (product.md 5.2, rows 4 to 8 and 16)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import Click
from config.shared.pages import render_page
from orders import access
from orders.forms import AcceptAndContinueForm, AnswerForm, RevisionForm, SureForm
from orders.models import Order
from orders.operations.accepting import accept
from orders.operations.delivering import NoRevisionsLeft, request_revision
from orders.operations.extending import extend
from orders.payments.cards import cards_of
from orders.queries.actions import actions_for, can
from orders.queries.case import Case, case_of
from orders.queries.previews import preview
from orders.states import Act, MilestoneStatus, Role
from orders.views.acts import ActPage, Run, act_page, page_of_act, unavailable, url_to, why_not
from orders.views.cards import after_payment, charged_with

CHOICES = {
    "continue": Act.ACCEPT_AND_CONTINUE,
    "stop": Act.ACCEPT_AND_STOP,
    "later": Act.ACCEPT_DECIDE_LATER,
    "final": Act.ACCEPT_FINAL,
}


def _revise(order: Order, form: RevisionForm, click: Click) -> Order:
    data = form.cleaned_data
    return request_revision(order_id=order.pk, delivery_round=data["round"], text=data["text"], click=click)


def _why_not_revise(case: Case) -> str:
    used_up = case.milestone.revisions_left == 0 and case.milestone.status == MilestoneStatus.DELIVERED
    return NoRevisionsLeft.default_message if used_up and not case.overdue else why_not(case)


def _accept_by(act: Act) -> Run:
    def run(order: Order, form: AnswerForm, click: Click) -> Order:
        return accept(order_id=order.pk, act=act, delivery_round=form.cleaned_data["round"], click=click)

    return run


def _continue(order: Order, form: AcceptAndContinueForm, click: Click) -> Order:
    act, seen = Act.ACCEPT_AND_CONTINUE, form.cleaned_data["round"]
    return charged_with(
        form,
        click.actor_id,
        lambda card_id: accept(order_id=order.pk, act=act, delivery_round=seen, click=click, card_id=card_id),
    )


def buyers_cards(case: Case) -> dict[str, Any]:
    """The buyer's saved cards, the order's own ticked."""
    return {"cards": list(cards_of(case.order.buyer_id)), "chosen": case.order.card_id}


REVISION = ActPage(
    Act.REQUEST_REVISION,
    "Request revision",
    RevisionForm,
    _revise,
    done="Sent. The delivery goes back to the seller.",
    why=_why_not_revise,
)
EXTEND = ActPage(
    Act.EXTEND,
    "Extend by 5 days",
    SureForm,
    lambda order, _, click: extend(order_id=order.pk, click=click),
    done="You have 5 more days to answer.",
)
ACCEPT = {
    Act.ACCEPT_AND_CONTINUE: ActPage(
        Act.ACCEPT_AND_CONTINUE,
        "Accept and continue",
        AcceptAndContinueForm,
        _continue,
        done="Accepted.",
        next_to=after_payment,
        build=buyers_cards,
    ),
    Act.ACCEPT_AND_STOP: ActPage(
        Act.ACCEPT_AND_STOP,
        "Accept and stop",
        AnswerForm,
        _accept_by(Act.ACCEPT_AND_STOP),
        done="Accepted. The order is completed.",
    ),
    Act.ACCEPT_DECIDE_LATER: ActPage(
        Act.ACCEPT_DECIDE_LATER,
        "Accept, decide later",
        AnswerForm,
        _accept_by(Act.ACCEPT_DECIDE_LATER),
        done="Accepted.",
    ),
    Act.ACCEPT_FINAL: ActPage(
        Act.ACCEPT_FINAL,
        "Accept final delivery",
        AnswerForm,
        _accept_by(Act.ACCEPT_FINAL),
        done="Accepted. The order is completed.",
    ),
}


@declared(Policy.BUYER_SIDE)
@page_of_act
def order_revision(request: HttpRequest, number: str) -> HttpResponse:
    """Send the delivery back with what is to change."""
    return act_page(request, access.buyer_order(request.user, number), Role.BUYER, REVISION)


@declared(Policy.BUYER_SIDE)
@page_of_act
def order_extend(request: HttpRequest, number: str) -> HttpResponse:
    """Take more time for the answer, once."""
    return act_page(request, access.buyer_order(request.user, number), Role.BUYER, EXTEND)


@declared(Policy.BUYER_SIDE)
@require_safe
def order_accept(request: HttpRequest, number: str) -> HttpResponse:
    """The ways to accept, each with what it does."""
    case = case_of(access.buyer_order(request.user, number), Role.BUYER, clock.now())
    ways = [(action, preview(case, action.act)) for action in actions_for(case) if action.act in ACCEPT]
    if not ways:
        return unavailable(request, case, why_not(case))
    can_revise = can(case, Act.REQUEST_REVISION)
    context = {
        "case": case,
        "order": case.order,
        "ways": ways,
        "can_revise": can_revise,
        "back": url_to(case.order),
    }
    return render_page(request, "orders/order_accept.html", context)


@declared(Policy.BUYER_SIDE)
@page_of_act
def order_accept_as(request: HttpRequest, number: str, choice: str) -> HttpResponse:
    """One way to accept, with its money and its form."""
    order = access.buyer_order(request.user, number)
    if choice not in CHOICES:
        raise Http404
    return act_page(request, order, Role.BUYER, ACCEPT[CHOICES[choice]])
