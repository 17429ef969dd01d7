"""Staff give a buyer back what a settled milestone cost, in part or in full (product.md 8, "refunds").

Rules chosen here. Of every part that goes back, commission and service fee go back in proportion, as if less had been
released. The seller's part is borne by the seller only while the milestone's own earnings are still clearing: clearing
is there for that. What has cleared is the seller's for good and may be on its way to a bank, so then Milepost bears it,
as it does whenever staff choose so; a seller's balance is never drawn upon for what another milestone earned.
"""

from uuid import UUID

from django.db import transaction

from config.shared.commands import Click, claim
from config.shared.errors import Invalid, Refusal, Stale
from config.shared.rows import together
from config.shared.text import clean_text
from config.shared.transition import guarded_update
from orders.ledger import accounts, stories
from orders.ledger.postings import post
from orders.ledger.shares import Goodwill
from orders.models import Event, GoodwillRefund, OrderMilestone, Settlement
from orders.operations.locking import lock
from orders.operations.outside import must_be_outside
from orders.operations.refunding import send_back
from orders.operations.telling import tell
from orders.queries.shares import shares_given_back
from orders.standing import Actor, Standing
from orders.states import Role
from orders.transitions import note

Bearer = GoodwillRefund.Bearer


class NotSettled(Refusal):
    """Its money is held, or was never paid: other ways lead to the buyer."""

    default_message = "This milestone is not settled: there is nothing that could be given back."


class HasCleared(Refusal):
    """The seller cannot bear it any more."""

    default_message = "The seller's earnings from this milestone have cleared: only Milepost can bear this."


def give_back(
    *, milestone_id: UUID, part_minor: int, bearer: str, reason: str, click: Click
) -> GoodwillRefund:
    """Give ``part_minor`` of the milestone's price back to the buyer's card, with its part of the fee; both are told.

    ``click.version``: how many times something was given back of this milestone before, as the page showed it. The
    same click again returns the first refund. Raises Invalid beside ``part`` or ``reason``, OwnOrder, NotSettled,
    HasCleared, and Stale when somebody else has given something back since.
    """
    text = clean_text(reason)
    if not text:
        raise Invalid("Write the reason. Both sides read it.", field="reason")
    order_id = OrderMilestone.objects.values_list("order_id", flat=True).get(pk=milestone_id)
    with transaction.atomic(), together():
        standing = lock(order_id)
        must_be_outside(standing.order, click.actor_id)
        settlement = _locked(milestone_id)
        number = settlement.goodwill.count() + 1
        first = claim(click, "orders.give_back", {"number": str(number)})
        if first is not None:
            return settlement.goodwill.get(number=int(first["number"]))
        if click.version != number - 1:
            raise Stale
        milestone = next(one for one in standing.milestones if one.pk == milestone_id)
        shares = _shares(standing, milestone, settlement, part_minor, bearer)
        _count(settlement, shares, bearer)
        data = {"part": part_minor, "amount": shares.refund, "bearer": bearer, "of_seller": shares.of_seller}
        actor = Actor(Role.STAFF, click.actor_id)
        event = note(
            standing, "goodwill", actor, click.at, {**data, "text": text}, position=milestone.position
        )
        refund = _written(settlement, shares, event, number=number, staff_id=click.actor_id)
        _move_money(settlement, milestone, shares, refund)
        tell(event)
    return refund


def _locked(milestone_id: UUID) -> Settlement:
    """The settlement, which clearing locks too. Raises NotSettled."""
    found = Settlement.objects.select_for_update().filter(milestone_id=milestone_id, released_minor__gt=0)
    settlement = found.first()
    if settlement is None:
        raise NotSettled
    return settlement


def _shares(
    standing: Standing, milestone: OrderMilestone, settlement: Settlement, part_minor: int, bearer: str
) -> Goodwill:
    if not 0 < part_minor <= settlement.kept_minor:
        raise Invalid("Give an amount of at most what still counts as earned.", field="part")
    if bearer == Bearer.SELLER and settlement.cleared_at is not None:
        raise HasCleared
    return shares_given_back(standing.order, milestone, settlement, part_minor)


def _count(settlement: Settlement, shares: Goodwill, bearer: str) -> None:
    """Sum it up beside the settlement, if that still is as it was read; checks of the table hold the bounds."""
    columns = ("given_minor", "given_fee_minor", "taken_back_minor", "cleared_at")
    guarded_update(
        settlement,
        expect={name: getattr(settlement, name) for name in columns},
        given_minor=settlement.given_minor + shares.of_seller + shares.of_commission,
        given_fee_minor=settlement.given_fee_minor + shares.fee_back,
        taken_back_minor=settlement.taken_back_minor + (shares.of_seller if bearer == Bearer.SELLER else 0),
    )


def _written(
    settlement: Settlement, shares: Goodwill, event: Event, *, number: int, staff_id: int
) -> GoodwillRefund:
    return GoodwillRefund.objects.create(
        settlement=settlement,
        number=number,
        bearer=event.data["bearer"],
        amount_minor=shares.of_seller + shares.of_commission,
        commission_minor=shares.of_commission,
        fee_minor=shares.fee_back,
        reason=event.data["text"],
        actor_id=staff_id,
        event=event.uid,
        at=event.at,
    )


def _move_money(
    settlement: Settlement, milestone: OrderMilestone, shares: Goodwill, refund: GoodwillRefund
) -> None:
    by_seller = refund.bearer == Bearer.SELLER
    post(
        stories.given_back(
            milestone_id=milestone.pk,
            number=refund.number,
            bearer=accounts.pending(settlement.seller_id) if by_seller else accounts.goodwill(),
            goodwill=shares,
            refunds=send_back(milestone, shares.refund, refund.at),
            event=refund.event,
        ),
        at=refund.at,
    )
