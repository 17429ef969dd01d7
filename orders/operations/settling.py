"""How the held money of a milestone goes to seller, buyer and Milepost.

Once (product.md 2, money arithmetic).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from config.shared.errors import Stale
from config.shared.rows import Each, insert_rows
from orders import deadlines
from orders.glances import Glance
from orders.ledger import stories
from orders.ledger.postings import Posting, post
from orders.ledger.shares import Settlement as Shares
from orders.ledger.shares import settle
from orders.models import Event, OrderMilestone, Settlement
from orders.operations.asks import close_asks
from orders.operations.refunding import send_back
from orders.queries.shares import shares_of
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import apply, end_many


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
    when the milestone was settled already. What was asked and not answered about it is void.
    """
    milestone, shares = standing.milestone, shares_of(standing, released_minor)
    changes: dict[str, Any] = {
        "released_minor": released_minor,
        "refunded_minor": milestone.amount_minor - released_minor,
        "accepted_at": at if released_minor == milestone.amount_minor else None,
    }
    event = apply(standing, act, actor, at, changes=changes, data={**_figures(shares), **(data or {})})
    _write_settlement(standing, milestone, act, shares, at)
    _move_money(standing, milestone, shares, event, at)
    close_asks(standing, at)
    return event


def _write_settlement(
    standing: Standing, milestone: OrderMilestone, act: Act, shares: Shares, at: datetime
) -> None:
    row = {
        "milestone_id": milestone.pk,
        "seller_id": standing.order.seller_id,
        "act": act,
        "released_minor": milestone.released_minor or 0,
        "commission_minor": shares.commission,
        "to_seller_minor": shares.to_seller,
        "to_buyer_minor": shares.refund,
        "at": at,
        "clears_at": at + deadlines.window(standing.order.windows, "CLEARING"),
        "cleared_at": None if shares.to_seller else at,
    }
    insert_rows(Settlement, row, taken=Stale)


def _move_money(
    standing: Standing, milestone: OrderMilestone, shares: Shares, event: Event, at: datetime
) -> None:
    post(
        stories.settled(
            milestone_id=milestone.pk,
            seller_id=standing.order.seller_id,
            refunds=send_back(milestone, shares.refund, at),
            settlement=shares,
            event=event.uid,
        ),
        at=at,
    )


def settle_many(glances: Sequence[Glance], act: Act, at: datetime) -> list[UUID]:
    """Let the clock end many milestones whose whole amount is earned, as ``settle_milestone`` would each of them.

    Returns the events' ``uid``. Raises what ``end_many`` and ``post`` raise, and Stale; then nothing may be kept.
    """
    shares = [_in_full(one) for one in glances]
    earned = {
        "released_minor": Each([one.amount_minor for one in glances]),
        "refunded_minor": 0,
        "accepted_at": at,
    }
    events = end_many(glances, act, at, changes=earned, data=[_figures(one) for one in shares])
    _write_settlements(glances, shares, act, at)
    told = zip(glances, shares, events, strict=True)
    post(chain.from_iterable(_story(*one) for one in told), at=at)
    return events


def _in_full(one: Glance) -> Shares:
    return settle(
        amount_minor=one.amount_minor,
        fee_minor=one.fee_minor,
        released_minor=one.amount_minor,
        commission_bp=one.commission_bp,
    )


def _story(one: Glance, shares: Shares, event: UUID) -> list[Posting]:
    return stories.settled(
        milestone_id=one.milestone_id,
        seller_id=one.seller_id,
        settlement=shares,
        event=event,
    )


def _write_settlements(glances: Sequence[Glance], shares: Sequence[Shares], act: Act, at: datetime) -> None:
    columns = {
        "milestone_id": Each([one.milestone_id for one in glances]),
        "seller_id": Each([one.seller_id for one in glances]),
        "act": act,
        "released_minor": Each([one.amount_minor for one in glances]),
        "commission_minor": Each([one.commission for one in shares]),
        "to_seller_minor": Each([one.to_seller for one in shares]),
        "to_buyer_minor": Each([one.refund for one in shares]),
        "at": at,
        "clears_at": Each([at + timedelta(seconds=one.clearing_s) for one in glances]),
        "cleared_at": Each([None if one.to_seller else at for one in shares]),
    }
    insert_rows(Settlement, columns, taken=Stale)


def _figures(shares: Shares) -> dict[str, Any]:
    return {"to_seller": shares.to_seller, "to_buyer": shares.refund, "commission": shares.commission}
