"""A subscription begins, and what its orders do to it (product.md 5.2, "Subscription")."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from config.shared.errors import Invalid, Stale
from config.shared.money import fee_of
from offers.models import Offer
from offers.operations.accepting import release_offer_row
from orders.deadlines import next_renewal, notice_of
from orders.models import Subscription
from orders.operations.charging import charge_is_open, close_charge
from orders.operations.locking import lock_subscription
from orders.operations.telling import tell, tell_subscription
from orders.payments.cards import hold_card
from orders.queries.consent import consent_words, day_of
from orders.standing import SYSTEM, Standing
from orders.states import Act, OrderStatus, Role
from orders.subscription_states import EndReason, SubscriptionAct, SubscriptionStatus
from orders.subscription_transitions import begin_subscription, move_subscription
from orders.terms import Terms
from orders.transitions import apply


class NoConsent(Invalid):
    """Charges that come by themselves need the buyer's word beforehand."""

    def __init__(self) -> None:
        """Say it beside the tick."""
        super().__init__("Tick this to subscribe: nothing is charged by itself without it.", field="agree")


class AnotherDay(Stale):
    """The page named a day of the month that is not today's any more."""

    default_message = "The day changed while the page was open, and with it the dates. Nothing was charged."


@dataclass(frozen=True, slots=True)
class Agreed:
    """The buyer ticked the consent that named this day of the month."""

    day: int


def subscribe(
    offer: Offer, terms: Terms, *, card_id: UUID, agreed: Agreed | None, at: datetime
) -> Subscription:
    """Write the subscription of an offer that is being accepted, with the buyer's consent in its words.

    Raises NoConsent, AnotherDay.
    """
    if agreed is None:
        raise NoConsent
    if agreed.day != day_of(at):
        raise AnotherDay
    hold_card(user_id=offer.buyer_id, card_id=card_id)  # one that is gone is declined, and the page says so
    month: dict[str, Any] = {
        name: terms.rows[0][name] for name in ("amount_minor", "days", "revisions", "zoom")
    }
    return begin_subscription(
        Subscription(
            offer=offer,
            buyer_id=offer.buyer_id,
            seller_id=offer.seller_id,
            gig_id=offer.gig_id,
            conversation_id=offer.conversation_id,
            card_id=card_id,
            title=terms.title,
            months=offer.months or 0,
            period=offer.period,
            fee_minor=fee_of(month["amount_minor"], terms.fee_bp),
            commission_bp=terms.commission_bp,
            fee_bp=terms.fee_bp,
            windows=dict(terms.windows),
            questions=list(terms.questions),
            consent_text=consent_words(offer, agreed.day),
            consent_at=at,
            placed_at=at,
            **month,
        )
    )


def month_is_paid(standing: Standing, at: datetime) -> None:
    """A month of a subscription was paid: the first one sets the anchor, the last one ends it."""
    order = standing.order
    if order.subscription_id is None:
        return
    subscription = lock_subscription(order.subscription_id)
    active = subscription.status == SubscriptionStatus.ACTIVE
    if order.month == 1:
        dates = clock_of(subscription, at, made=1, at=at) if active else {}
        move_subscription(subscription, SubscriptionAct.ANCHOR, Role.SYSTEM, at, anchor_at=at, **dates)
    elif order.month == subscription.months and active:
        end_subscription(subscription, EndReason.ALL_PAID, at)


def month_is_paid_with(standing: Standing, card_id: UUID, at: datetime) -> None:
    """The buyer pays a month by hand: that card is charged for the next ones too, as the pay page says."""
    if standing.order.subscription_id is None:
        return
    subscription = lock_subscription(standing.order.subscription_id)
    if subscription.status == SubscriptionStatus.ACTIVE and subscription.card_id != card_id:
        hold_card(user_id=subscription.buyer_id, card_id=card_id)
        move_subscription(subscription, SubscriptionAct.CHANGE_CARD, Role.BUYER, at, card_id=card_id)


def clock_of(subscription: Subscription, anchor: datetime, *, made: int, at: datetime) -> dict[str, Any]:
    """When the month after ``made`` is charged, and when the clock looks first; nothing when there is none."""
    if made >= subscription.months:
        return {"next_at": None, "due_at": None}
    next_at = next_renewal(anchor, subscription.period, made, at)
    return {"next_at": next_at, "due_at": next_at - notice_of(subscription.period)}


ENDING = {
    Act.CLOSE_NOT_PAID: EndReason.NOT_PAID,
    Act.CLOSE_NO_REQUIREMENTS: EndReason.NO_REQUIREMENTS,
    Act.CLOSE_ABANDONED: EndReason.ABANDONED,
}
"""What the clock does to a month that leaves nothing to go on with."""


def month_was_closed(standing: Standing, act: Act, at: datetime) -> None:
    """The clock closed a month. Not paid, not begun or never delivered: no further one is charged."""
    reason, subscription_id = ENDING.get(act), standing.order.subscription_id
    if reason is None or subscription_id is None:
        return
    subscription = lock_subscription(subscription_id)
    if subscription.status == SubscriptionStatus.ACTIVE:
        end_subscription(subscription, reason, at)


def end_subscription(subscription: Subscription, reason: EndReason, at: datetime) -> None:
    """Nothing more is ordered; months that run go on. What the order's own notice says is not said twice."""
    move_subscription(subscription, SubscriptionAct.END, Role.SYSTEM, at, reason=reason)
    if reason not in ENDING.values():
        tell_subscription(subscription, "ended", at)


def drop_unpaid_month(standing: Standing, at: datetime) -> bool:
    """End the order of a month that nobody has to pay any more, its subscription being over; True when it was.

    Not while its charge is under way: then the outcome decides. An offer whose first month it is expires.
    """
    order = standing.order
    if (
        order.subscription_id is None
        or order.status != OrderStatus.AWAITING_PAYMENT
        or charge_is_open(standing)
    ):
        return False
    if lock_subscription(order.subscription_id).status == SubscriptionStatus.ACTIVE:
        return False
    milestone = standing.milestone
    event = apply(standing, Act.CLOSE_NOT_PAID, SYSTEM, at, data={"subscription": "over"})
    close_charge(milestone.pk, at=at)
    if order.offer_id is not None:
        release_offer_row(offer_id=order.offer_id, at=at)
    tell(event)
    return True
