"""The page of a subscription, and what its two sides can do there (product.md 5.2, "Subscription")."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import fresh_command
from config.shared.errors import Invalid, Refusal, Stale
from config.shared.pages import render_page, wants_fragment
from orders import access
from orders.forms import SureForm
from orders.forms.subscribing import NextCardForm
from orders.models import Order, Subscription
from orders.operations.unsubscribing import cancel_subscription, change_card
from orders.payments.cards import add_card, cards_of
from orders.queries.commands import was_carried_out
from orders.queries.subscription_page import shown_token, subscription_page
from orders.queries.subscription_previews import cancel_preview
from orders.states import Role
from orders.subscription_states import SubscriptionAct, subscription_acts
from orders.subscription_transitions import SubscriptionIsOver
from orders.views.acts import gone_to, page_of_act
from orders.views.cards import test_cards

UNCHANGED = 204


@declared(Policy.PARTY)
@require_safe
def subscription_detail(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Months, dates and money. Polling names what it shows, and hears 204 while that is still so."""
    subscription, role = access.subscription_for(request.user, subscription_id)
    shown = request.GET.get("shown")
    if shown and wants_fragment(request):
        orders = list(Order.objects.filter(subscription_id=subscription.pk).order_by("month"))
        if shown == shown_token(subscription, orders):
            return HttpResponse(status=UNCHANGED)
    page = subscription_page(subscription, role, clock.now())
    other = subscription.seller if page.is_buyer else subscription.buyer
    context = {"page": page, "subscription": subscription, "other": other}
    return render_page(request, "orders/subscription_detail.html", context, fragment="live")


@declared(Policy.PARTY)
@page_of_act
def subscription_cancel(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Cancel it, for either side: what goes on and what is never charged, then one button."""
    subscription, role = access.subscription_for(request.user, subscription_id)
    form = SureForm(request.POST or None, initial=fresh_command(subscription.version))
    if request.method != "POST":
        return _show_cancel(request, subscription, role, form)
    if not form.is_valid():
        return _show_cancel(request, subscription, role, _fresh(subscription), status=422)
    try:
        cancel_subscription(subscription_id=subscription.pk, click=form.click(request.user.pk or 0))
    except Refusal as refusal:
        subscription.refresh_from_db()
        fresh = _fresh(subscription)
        return _show_cancel(
            request, subscription, role, fresh, status=refusal.status_code, notice=refusal.message
        )
    return gone_to(request, url_of(subscription), "Cancelled. Nothing more is charged by this subscription.")


def _show_cancel(
    request: HttpRequest,
    subscription: Subscription,
    role: Role,
    form: SureForm,
    *,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    if SubscriptionAct.CANCEL not in subscription_acts(subscription.status, role):
        return _over(request, subscription)
    newest = Order.objects.filter(subscription_id=subscription.pk).order_by("-month")[0]
    context = {
        **_about(request, subscription),
        "form": form,
        "notice": notice,
        "preview": cancel_preview(subscription, newest),
        "other": subscription.seller if role == Role.BUYER else subscription.buyer,
    }
    return render_page(request, "orders/subscription_cancel.html", context, fragment="act", status=status)


@declared(Policy.BUYER_SIDE)
@page_of_act
def subscription_card(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Name the card of the charges to come. Nothing is charged by it."""
    subscription = access.buyer_subscription(request.user, subscription_id)
    if SubscriptionAct.CHANGE_CARD not in subscription_acts(subscription.status, Role.BUYER):
        return _over(request, subscription)
    if request.method != "POST":
        return _show_card(request, subscription, _card_form(subscription))
    form = NextCardForm(request.POST, cards=cards_of(subscription.buyer_id))
    if not form.is_valid():
        return _show_card(request, subscription, form, status=422)
    return _change(request, subscription, form)


def _change(request: HttpRequest, subscription: Subscription, form: NextCardForm) -> HttpResponse:
    click = form.click(subscription.buyer_id)
    try:
        card_id = form.saved_id or subscription.card_id
        if form.details is not None and not was_carried_out(click.key, click.actor_id):
            card_id = add_card(user_id=click.actor_id, details=form.details, at=click.at).pk
        change_card(subscription_id=subscription.pk, card_id=card_id, click=click)
    except Invalid as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return _show_card(request, subscription, form, status=fault.status_code)
    except Stale as stale:
        subscription.refresh_from_db()
        again = _card_form(subscription)
        return _show_card(request, subscription, again, status=stale.status_code, notice=stale.message)
    except Refusal:
        return _over(request, subscription)
    return gone_to(request, url_of(subscription), "The next months are charged to this card.")


def _card_form(subscription: Subscription) -> NextCardForm:
    return NextCardForm(
        initial=fresh_command(subscription.version),
        cards=cards_of(subscription.buyer_id),
        chosen=subscription.card_id,
    )


def _show_card(
    request: HttpRequest,
    subscription: Subscription,
    form: NextCardForm,
    *,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    context = {
        **_about(request, subscription),
        "form": form,
        "notice": notice,
        "test_cards": test_cards(),
    }
    return render_page(request, "orders/subscription_card.html", context, fragment="act", status=status)


def _over(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    context = {**_about(request, subscription), "words": SubscriptionIsOver.default_message}
    return render_page(request, "orders/subscription_over.html", context, fragment="act", status=409)


def _about(request: HttpRequest, subscription: Subscription) -> dict[str, object]:
    return {
        "subscription": subscription,
        "in_dialog": wants_fragment(request),
        "back": url_of(subscription),
    }


def _fresh(subscription: Subscription) -> SureForm:
    return SureForm(initial=fresh_command(subscription.version))


def url_of(subscription: Subscription) -> str:
    """The page of the subscription."""
    return reverse("orders:subscription_detail", args=[subscription.pk])
