"""Calls of a milestone that includes Zoom: propose one, answer it, move it, call it off (product.md 5.4)."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from config.shared.access import Policy, declared
from orders import access
from orders.call_states import fits, step_for
from orders.call_transitions import NotYourCall
from orders.models import Call
from orders.views.acts import ActPage, act_page, page_of_act
from orders.views.call_answers import accept_page, cancel_page, decline_page, withdraw_page
from orders.views.call_times import PROPOSE, move_page


def _page(
    request: HttpRequest, number: str, call_id: UUID, page_of: Callable[[Call], ActPage]
) -> HttpResponse:
    """The page of an act on one call. Raises Http404, and NotYourCall for the other side."""
    order, role = access.order_for(request.user, number)
    call = access.call_for(order, call_id)
    page = page_of(call)
    step = step_for(call.status, page.act)
    if step is not None and not fits(step.who, proposed_it=call.proposer_role == role):
        raise NotYourCall
    return act_page(request, order, role, replace(page, about=lambda case: replace(case, call=_fresh(call))))


def _fresh(call: Call) -> Call:
    return Call.objects.select_related("milestone", "moves").get(pk=call.pk)


@declared(Policy.PARTY)
@page_of_act
def order_call_new(request: HttpRequest, number: str) -> HttpResponse:
    """Propose a call."""
    return act_page(request, *access.order_for(request.user, number), PROPOSE)


@declared(Policy.PARTY)
@page_of_act
def order_call_accept(request: HttpRequest, number: str, call_id: UUID) -> HttpResponse:
    """Take the time that the other side proposed."""
    return _page(request, number, call_id, accept_page)


@declared(Policy.PARTY)
@page_of_act
def order_call_decline(request: HttpRequest, number: str, call_id: UUID) -> HttpResponse:
    """Say no to it."""
    return _page(request, number, call_id, decline_page)


@declared(Policy.PARTY)
@page_of_act
def order_call_move(request: HttpRequest, number: str, call_id: UUID) -> HttpResponse:
    """Suggest another time for it."""
    return _page(request, number, call_id, move_page)


@declared(Policy.PARTY)
@page_of_act
def order_call_withdraw(request: HttpRequest, number: str, call_id: UUID) -> HttpResponse:
    """Take one's own proposal back."""
    return _page(request, number, call_id, withdraw_page)


@declared(Policy.PARTY)
@page_of_act
def order_call_cancel(request: HttpRequest, number: str, call_id: UUID) -> HttpResponse:
    """Call an agreed call off."""
    return _page(request, number, call_id, cancel_page)
