"""The same again, from a finished order: at once where the gig still offers it, else as a request to the seller."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import fresh_command
from config.shared.errors import Invalid, Refusal, Stale
from config.shared.pages import render_page
from offers.operations import ask_for_offer
from offers.operations.asking import Brief
from orders import access
from orders.forms import CardForm
from orders.forms.again import AskAgainForm
from orders.models import Order
from orders.operations.placing import CannotOrder, GigChanged, place_from_gig
from orders.payments.cards import cards_of
from orders.queries.actions import can
from orders.queries.again import AtOnce, at_once, brief_of, posts_again, wanted
from orders.queries.case import Case, case_of
from orders.states import Act, Role
from orders.views.acts import gone_to, page_of_act, unavailable, url_to, why_not
from orders.views.cards import charged_with, test_cards
from orders.views.checkout import placed

NOT_FINISHED = "Only a completed order can be ordered again."


@declared(Policy.BUYER_SIDE)
@page_of_act
def order_again(request: HttpRequest, number: str) -> HttpResponse:
    """What the same would cost now, and its one button; or the milestones as a request for an offer."""
    case = case_of(access.buyer_order(request.user, number), Role.BUYER, clock.now())
    if not can(case, Act.ORDER_AGAIN):
        return unavailable(request, case, why_not(case) if not case.ended else _why_ended(case))
    now = at_once(case)
    if request.method != "POST":
        return _card_page(request, case, now, _card_form(case, now)) if now else _ask_page(request, case)
    if "card" not in request.POST:
        return _ask(request, case)
    if now is None:
        return _ask_page(request, case, status=409, notice=GigChanged.default_message)
    return _order(request, case, now)


def _why_ended(case: Case) -> str:
    words = why_not(case)
    return NOT_FINISHED if words.startswith("This order has ended") else words


def _order(request: HttpRequest, case: Case, now: AtOnce) -> HttpResponse:
    user_id = request.user.pk or 0
    form = CardForm(request.POST, cards=cards_of(user_id))
    if not form.is_valid():
        return _card_page(request, case, now, form, status=422)
    click = form.click(user_id)

    def place(card_id: UUID) -> Order:
        return place_from_gig(
            gig_id=case.order.gig_id,
            gig_version=click.version or 0,
            tier=now.package.tier,
            per_milestone=now.per_milestone,
            card_id=card_id,
            click=click,
            repeats_id=case.order.pk,
        )

    try:
        order = charged_with(form, user_id, place)
    except Invalid as fault:
        form.add_error(fault.field, fault.message)
        return _card_page(request, case, now, form, status=fault.status_code)
    except Stale as stale:
        return _moved(request, case, stale)
    except CannotOrder as refusal:
        return unavailable(request, case, refusal.message, status=refusal.status_code)
    return placed(request, order)


def _moved(request: HttpRequest, case: Case, stale: Stale) -> HttpResponse:
    """The gig moved while the page was open: as it stands now."""
    again = at_once(case)
    if again is None:
        return _ask_page(request, case, status=stale.status_code, notice=stale.message)
    form = _card_form(case, again)
    return _card_page(request, case, again, form, status=stale.status_code, notice=stale.message)


def _ask(request: HttpRequest, case: Case) -> HttpResponse:
    form = AskAgainForm(request.POST)
    if not form.is_valid():
        return _ask_page(request, case, form, status=422)
    brief = Brief(text=form.cleaned_data["text"], gig_id=case.order.gig_id, terms=wanted(case))
    try:
        asked = ask_for_offer(
            seller_id=case.order.seller_id, brief=brief, click=form.click(request.user.pk or 0)
        )
    except Invalid as fault:
        form.add_error("text", fault.message)
        return _ask_page(request, case, form, status=fault.status_code)
    except Refusal as refusal:
        return unavailable(request, case, refusal.message, status=refusal.status_code)
    said = f"{case.other.label} was asked. The offer will come in this conversation."
    return gone_to(request, reverse("offers:conversation_detail", args=[asked.conversation_id]), said)


def _card_form(case: Case, now: AtOnce) -> CardForm:
    cards = cards_of(case.order.buyer_id)
    return CardForm(initial=fresh_command(now.version), cards=cards, chosen=case.order.card_id)


def _card_page(
    request: HttpRequest, case: Case, now: AtOnce, form: CardForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    context = {
        **_common(case, form, notice),
        "now": now,
        "plans": [now.plan],
        "test_cards": test_cards(),
    }
    return render_page(request, "orders/order_again.html", context, status=status)


def _ask_page(
    request: HttpRequest,
    case: Case,
    form: AskAgainForm | None = None,
    *,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    fresh = form or AskAgainForm(initial={**fresh_command(), "text": brief_of(case)})
    context = {
        **_common(case, fresh, notice),
        "posts": posts_again(case, case.at),
        "total_minor": sum(one.amount_minor for one in case.standing.milestones),
    }
    return render_page(request, "orders/order_again_ask.html", context, status=status)


def _common(case: Case, form: CardForm | AskAgainForm, notice: str) -> Mapping[str, Any]:
    return {
        "order": case.order,
        "seller": case.order.seller,
        "form": form,
        "notice": notice,
        "back": url_to(case.order),
    }
