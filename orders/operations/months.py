"""A further month of a subscription: an order like any other, charged to the card without a click."""

from datetime import datetime

from orders.models import Answer, Attempt, Order, Subscription, new_number
from orders.operations.charging import begin_charge
from orders.operations.earlier_answers import copy_answers
from orders.operations.placing import Placing, figures, new_order
from orders.operations.telling import tell
from orders.standing import SYSTEM
from orders.terms import terms_of_month
from orders.transitions import begin, note


def begin_month(subscription: Subscription, month: int, at: datetime) -> tuple[Order, Attempt]:
    """Order a month inside the caller's transaction, with the answers of the first one; the charge follows after it."""
    terms = terms_of_month(subscription, month)
    placing = Placing(
        new_number(),
        terms,
        subscription.buyer_id,
        subscription.gig,
        subscription.conversation,
        subscription.card_id,
        subscription=subscription,
        month=month,
    )
    standing = begin(new_order(placing, at), terms.rows)
    first = Answer.objects.filter(order__subscription_id=subscription.pk, order__month=1)
    copy_answers(first, standing.order)
    tell(note(standing, "place", SYSTEM, at, {**figures(standing.milestones), "month": month}))
    return standing.order, begin_charge(standing, card_id=subscription.card_id, at=at)
