"""How the held money of a milestone goes to seller, buyer and Milepost.

Once (product.md 2, money arithmetic).
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError

from config.shared.errors import Stale
from orders import deadlines
from orders.ledger import stories
from orders.ledger.postings import post
from orders.ledger.shares import Settlement as Shares
from orders.models import Event, OrderMilestone, Settlement
from orders.payments.intents import open_refund, paid_intent
from orders.queries.shares import shares_of
from orders.states import Act
from orders.transitions import Actor, Standing, apply


def settle_milestone(
    standing: Standing,
    act: Act,
    actor: Actor,
    at: datetime,
    *,
    released_minor: int,
    data: dict[str, Any] | None = None,
) -> Event:
    """Carry out an act that ends the current milestone, and move its held money.

    ``released_minor``: the part of the amount that counts as earned. Raises what ``apply`` raises, and Stale
    when the milestone was settled already.
    """
    milestone, shares = standing.milestone, shares_of(standing, released_minor)
    changes: dict[str, Any] = {
        "released_minor": released_minor,
        "refunded_minor": milestone.amount_minor - released_minor,
        "accepted_at": at if released_minor == milestone.amount_minor else None,
    }
    figures = {"to_seller": shares.to_seller, "to_buyer": shares.refund, "commission": shares.commission}
    event = apply(standing, act, actor, at, changes=changes, data={**figures, **(data or {})})
    _write_settlement(standing, milestone, act, shares, at)
    _move_money(standing, milestone, shares, event, at)
    return event


def _write_settlement(
    standing: Standing, milestone: OrderMilestone, act: Act, shares: Shares, at: datetime
) -> None:
    row = Settlement(
        milestone=milestone,
        seller_id=standing.order.seller_id,
        act=act,
        released_minor=milestone.released_minor or 0,
        commission_minor=shares.commission,
        to_seller_minor=shares.to_seller,
        to_buyer_minor=shares.refund,
        at=at,
        clears_at=at + deadlines.window(standing.order.windows, "CLEARING"),
        cleared_at=None if shares.to_seller else at,
    )
    try:
        row.save(force_insert=True)
    except IntegrityError as error:
        raise Stale from error


def _move_money(
    standing: Standing, milestone: OrderMilestone, shares: Shares, event: Event, at: datetime
) -> None:
    refund_id = None
    if shares.refund:
        paid = paid_intent(subject_kind="milestone", subject_id=milestone.pk)
        if paid is None:
            message = f"nothing was charged for milestone {milestone.pk}, so nothing can go back"
            raise RuntimeError(message)
        refund_id = open_refund(of_intent_id=paid.pk, amount_minor=shares.refund, at=at).pk
    post(
        stories.settled(
            milestone_id=milestone.pk,
            seller_id=standing.order.seller_id,
            refund_id=refund_id,
            settlement=shares,
            event=event.uid,
        ),
        at=at,
    )
