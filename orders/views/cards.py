"""The card that a form names: a saved one, or another one that is kept at the provider first."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from config.shared.errors import Refusal
from orders.forms import CardForm
from orders.models import Order, SavedCard
from orders.payments.cards import add_card, remove_card
from orders.payments.demo.test_cards import TEST_CARDS, TestCard
from orders.queries.case import charges_of
from orders.queries.commands import order_of_command
from orders.states import MilestoneStatus


def charged_with(form: CardForm, user_id: int, do: Callable[[UUID], Order]) -> Order:
    """Carry out what charges the card of a valid form; the same form again keeps no second card.

    Calls the provider for a new card, so not inside a transaction. Raises BadCard, and what ``do`` raises.
    """
    saved = form.saved_id
    if saved is not None or form.details is None:
        return do(UUID(str(saved)))
    click = form.click(user_id)
    first = order_of_command(click.key, user_id)
    if first is not None:
        return first
    card = add_card(user_id=user_id, details=form.details, at=click.at)
    keeps = form.cleaned_data["keep"]
    try:
        order = do(card.pk)
    except Refusal:
        form.kept = card if keeps else None
        _forget(card, unless=keeps)
        raise
    _forget(card, unless=keeps)
    return order


def _forget(card: SavedCard, *, unless: bool) -> None:
    if not unless:
        remove_card(user_id=card.user_id, card_id=card.pk, at=card.created_at)


def test_cards() -> Sequence[TestCard]:
    """What the demo provider takes; nothing where the provider is a real one."""
    return TEST_CARDS if settings.PAYMENT_PROVIDER == "demo" else ()


def after_payment(order: Order) -> str:
    """Where a buyer goes once a charge was begun: to the order, or to the page that says what is missing."""
    milestone = order.milestones.get(position=order.current)
    charge = charges_of([milestone.pk]).get(milestone.pk)
    if milestone.status != MilestoneStatus.AWAITING_PAYMENT or charge is None:
        return reverse("orders:order_detail", args=[order.number])
    return reverse("orders:order_authenticate" if charge.asks else "orders:order_pay", args=[order.number])
