"""The cards that a member keeps: which is offered first, another one, one less (product.md 6, "Saved cards")."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import Click, fresh_command
from config.shared.errors import Invalid, Refusal
from config.shared.pages import render_page
from orders.forms.saved_cards import ForgetForm, KeepForm
from orders.operations.cards import forget_card, keep_card
from orders.payments.cards import add_card, cards_of, prefer_card
from orders.queries.cards import CardRow, card_rows
from orders.queries.commands import was_carried_out
from orders.views.cards import test_cards


@declared(Policy.MEMBER)
@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """All of them."""
    rows = card_rows(member(request).pk, clock.now())
    return render_page(request, "orders/cards.html", {"rows": rows})


@declared(Policy.OWNER)
@require_POST
def card_prefer(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Offer this one first from now on."""
    if not prefer_card(user_id=member(request).pk, card_id=card_id, at=clock.now()):
        raise Http404
    messages.success(request, "This card is offered first from now on.")
    return redirect("orders:cards")


@declared(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def card_new(request: HttpRequest) -> HttpResponse:
    """Keep another card. Nothing is charged."""
    form = KeepForm(request.POST or None, initial=fresh_command())
    if request.method != "POST" or not form.is_valid() or form.details is None:
        return _show_new(request, form, status=422 if form.errors else 200)
    try:
        keep_card(details=form.details, click=form.click(member(request).pk))
    except Invalid as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return _show_new(request, form, status=fault.status_code)
    messages.success(request, "The card is kept.")
    return redirect("orders:cards")


def _show_new(request: HttpRequest, form: KeepForm, *, status: int) -> HttpResponse:
    context = {"form": form, "test_cards": test_cards()}
    return render_page(request, "orders/card_new.html", context, status=status)


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def card_remove(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Say what becomes of the subscriptions that are charged to it, then forget it."""
    user_id = member(request).pk
    row = _row(user_id, card_id)
    form = ForgetForm(
        request.POST or None,
        initial=fresh_command(),
        cards=cards_of(user_id).exclude(pk=card_id),
        needs_another=bool(row.subscriptions),
    )
    if request.method != "POST" or not form.is_valid():
        return _show_remove(request, row, form, status=422 if form.errors else 200)
    try:
        _remove(row, form, form.click(user_id))
    except Invalid as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return _show_remove(request, row, form, status=fault.status_code)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("orders:card_remove", card_id)
    messages.success(request, f"{row.card.label} is removed.")
    return redirect("orders:cards")


def _remove(row: CardRow, form: ForgetForm, click: Click) -> None:
    instead = form.instead_id
    if form.details is not None and not was_carried_out(click.key, click.actor_id):
        instead = add_card(user_id=click.actor_id, details=form.details, at=click.at).pk
    forget_card(card_id=row.card.pk, instead_id=instead, click=click)


def _row(user_id: int, card_id: UUID) -> CardRow:
    """The member's card, or 404: also when it has been removed already."""
    for row in card_rows(user_id, clock.now()):
        if row.card.pk == card_id:
            return row
    raise Http404


def _show_remove(request: HttpRequest, row: CardRow, form: ForgetForm, *, status: int) -> HttpResponse:
    context = {"row": row, "form": form, "test_cards": test_cards() if row.subscriptions else ()}
    return render_page(request, "orders/card_remove.html", context, status=status)
