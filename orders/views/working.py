"""Requirements, deliveries and progress (product.md 5.2, rows 2, 3 and 15)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from config.shared.access import Policy, declared
from config.shared.commands import Click
from config.shared.errors import Stale
from config.shared.pages import wants_fragment
from orders import access
from orders.forms import DeliverForm, RequirementsForm, SureForm, TickForm, UpdateForm
from orders.models import Order
from orders.operations.delivering import deliver, mark_stage, post_update, tick_substep
from orders.operations.requirements import answer_requirements, skip_requirements
from orders.queries.accepted_work import accepted_work
from orders.queries.case import Case
from orders.queries.earlier import earlier_answers
from orders.states import Act, Role
from orders.views.acts import ActPage, act_page, gone_to, page_of_act, url_to
from orders.views.order import show_order


def _answer(order: Order, form: RequirementsForm, click: Click) -> Order:
    return answer_requirements(
        order_id=order.pk, texts=form.texts(), uploads=form.uploads(), earlier=form.kept(), click=click
    )


def _deliver(order: Order, form: DeliverForm, click: Click) -> Order:
    data = form.cleaned_data
    return deliver(
        order_id=order.pk,
        message=data["message"],
        click=click,
        uploads=data["files"],
        link=data["link"],
        whole=data.get("whole", False),
        ticked=data.get("ticked"),
    )


def _substeps(case: Case) -> Mapping[str, Any]:
    return {"substeps": case.milestone.substeps}


def _questions(case: Case) -> Mapping[str, Any]:
    return {"questions": case.order.questions, "earlier": earlier_answers(case.order)}


REQUIREMENTS = ActPage(
    Act.ANSWER_REQUIREMENTS,
    "Send requirements",
    RequirementsForm,
    _answer,
    done="Sent. Work begins now.",
    build=_questions,
)
SKIP = ActPage(
    Act.SKIP_REQUIREMENTS,
    "Skip requirements",
    SureForm,
    lambda order, _, click: skip_requirements(order_id=order.pk, click=click),
    done="Work begins now.",
)
DELIVER = ActPage(
    Act.DELIVER,
    "Deliver milestone",
    DeliverForm,
    _deliver,
    done="Delivered. The buyer was told.",
    build=_substeps,
)
DELIVER_FINAL = ActPage(
    Act.DELIVER_FINAL,
    "Deliver final work",
    DeliverForm,
    _deliver,
    done="Delivered. The buyer was told.",
    build=lambda case: {"is_last": True, **_substeps(case)},
    shows="orders/_accepted_work.html",
    facts=accepted_work,
)
UPDATE = ActPage(
    Act.POST_UPDATE,
    "Post an update",
    UpdateForm,
    lambda order, form, click: post_update(order_id=order.pk, text=form.cleaned_data["text"], click=click),
    done="Posted.",
)


@declared(Policy.BUYER_SIDE)
@page_of_act
def order_requirements(request: HttpRequest, number: str) -> HttpResponse:
    """Answer what the seller needs to begin."""
    return act_page(request, access.buyer_order(request.user, number), Role.BUYER, REQUIREMENTS)


@declared(Policy.SELLER_SIDE)
@page_of_act
def order_skip_requirements(request: HttpRequest, number: str) -> HttpResponse:
    """Begin without the answers."""
    return act_page(request, access.seller_order(request.user, number), Role.SELLER, SKIP)


@declared(Policy.SELLER_SIDE)
@page_of_act
def order_deliver(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in the running milestone, or the final work."""
    order = access.seller_order(request.user, number)
    page = DELIVER_FINAL if order.current == order.milestone_count else DELIVER
    return act_page(request, order, Role.SELLER, page)


@declared(Policy.SELLER_SIDE)
@page_of_act
def order_update(request: HttpRequest, number: str) -> HttpResponse:
    """Tell of progress."""
    return act_page(request, access.seller_order(request.user, number), Role.SELLER, UPDATE)


@declared(Policy.SELLER_SIDE)
@require_POST
def order_substep(request: HttpRequest, number: str, index: int) -> HttpResponse:
    """Tick a substep of the running milestone, or take the tick back."""
    order, form = access.seller_order(request.user, number), _ticked(request)
    tick_substep(
        order_id=order.pk, index=index, done=form.cleaned_data["done"], click=form.click(request.user.pk or 0)
    )
    return _back_to(request, order)


@declared(Policy.SELLER_SIDE)
@require_POST
def order_stage(request: HttpRequest, number: str, index: int) -> HttpResponse:
    """Mark a stage of an order paid in full as done."""
    order, form = access.seller_order(request.user, number), _ticked(request)
    mark_stage(order_id=order.pk, index=index, click=form.click(request.user.pk or 0))
    return _back_to(request, order)


def _ticked(request: HttpRequest) -> TickForm:
    form = TickForm(request.POST)
    if not form.is_valid():
        raise Stale
    return form


def _back_to(request: HttpRequest, order: Order) -> HttpResponse:
    if not wants_fragment(request):
        return gone_to(request, url_to(order))
    return show_order(request, *access.order_for(request.user, order.number))
