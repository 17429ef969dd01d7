"""Ordering a package or accepting an offer (product.md 5.2, row 1).

Terms are frozen, milestone 1 is charged at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from config.shared.commands import Click, claim
from config.shared.errors import Refusal, Stale
from gigs.models import Gig
from gigs.operations.figures import record_order
from gigs.queries import PackageTerms, terms_for_checkout
from gigs.states import GigState
from offers.models import Conversation, Offer
from offers.operations.accepting import accept_offer_row
from offers.operations.blocking import must_be_on_terms
from offers.operations.conversations import open_conversation
from orders import deadlines
from orders.models import Attempt, Order, OrderMilestone, Subscription, new_number
from orders.operations.charging import begin_charge
from orders.operations.funding import confirm_all
from orders.operations.subscribing import Agreed, subscribe
from orders.operations.telling import tell
from orders.standing import Actor
from orders.states import Kind, Role
from orders.terms import Terms, terms_of_offer, terms_of_package
from orders.transitions import begin, note


class GigChanged(Stale):
    """Price, packages or workflow moved while the checkout was open."""

    default_message = (
        "The seller changed this gig while the page was open. Here is how it stands now; nothing was charged."
    )


class CannotOrder(Refusal):
    """One of the two sides, or the gig, cannot begin anything new."""


def place_from_gig(
    *,
    gig_id: int,
    gig_version: int,
    tier: str,
    per_milestone: bool,
    card_id: UUID,
    click: Click,
    repeats_id: UUID | None = None,
) -> Order:
    """Order a package and charge its first milestone (or all of it, when not ``per_milestone``).

    ``repeats_id``: the finished order that is ordered again. The same click again returns the first order. Raises
    GigChanged, CannotOrder. A decline leaves the order waiting for payment.
    """
    with transaction.atomic():
        number = new_number()
        first = claim(click, "orders.place", {"order": number})
        if first is not None:
            return Order.objects.get(number=first["order"])
        gig = Gig.objects.select_related("seller").select_for_update(of=("self",)).get(pk=gig_id)
        package = _package(gig, gig_version, tier, per_milestone=per_milestone)
        buyer = check_sides(gig, click.actor_id)
        conversation = open_conversation(
            starter_id=buyer.pk, other_id=gig.seller_id, at=click.at, gig_id=gig.pk
        )
        terms = terms_of_package(gig, package, per_milestone=per_milestone)
        placing = Placing(number, terms, buyer.pk, gig, conversation, card_id, repeats_id=repeats_id)
        attempt = _place(placing, click)
        record_order(gig_id=gig.pk, at=click.at)
    return confirm_all(_placed(number), [attempt])


def place_from_offer(*, offer_id: UUID, card_id: UUID, click: Click, agreed: Agreed | None = None) -> Order:
    """Accept an offer and charge its first milestone.

    The offer is accepted and the order waits for payment in one transaction; a subscription is written in the same
    one, with what the buyer ``agreed`` to. The same click again returns the first order. Raises DeadOffer,
    Forbidden; of a subscription also NoConsent, AnotherDay. A decline leaves the order waiting for payment.
    """
    with transaction.atomic():
        number = new_number()
        first = claim(click, "orders.accept_offer", {"order": number})
        if first is not None:
            return Order.objects.get(number=first["order"])
        offer = accept_offer_row(offer_id=offer_id, buyer_id=click.actor_id, order_number=number, at=click.at)
        placing = Placing(
            number, terms_of_offer(offer), offer.buyer_id, offer.gig, offer.conversation, card_id, offer
        )
        if placing.terms.kind == Kind.SUBSCRIPTION:
            begun = subscribe(offer, placing.terms, card_id=card_id, agreed=agreed, at=click.at)
            placing = replace(placing, subscription=begun)
        attempt = _place(placing, click)
    return confirm_all(_placed(number), [attempt])


@dataclass(frozen=True, slots=True)
class Placing:
    """What an order is made of."""

    number: str
    terms: Terms
    buyer_id: int
    gig: Gig
    conversation: Conversation
    card_id: UUID
    offer: Offer | None = None
    subscription: Subscription | None = None
    month: int = 1
    repeats_id: UUID | None = None


def _placed(number: str) -> Order:
    return Order.objects.get(number=number)


def _package(gig: Gig, gig_version: int, tier: str, *, per_milestone: bool) -> PackageTerms:
    terms = terms_for_checkout(gig.pk)
    package = terms.package(tier)
    if (
        terms.version != gig_version
        or package is None
        or (per_milestone and not package.can_pay_per_milestone)
    ):
        raise GigChanged
    return package


def check_sides(gig: Gig, buyer_id: int) -> User:
    """The buyer, when both sides and the gig may begin something new. Raises CannotOrder or Blocked with words."""
    buyer = User.objects.get(pk=buyer_id)
    if gig.seller_id == buyer_id:
        message = "This is your own gig."
        raise CannotOrder(message)
    if gig.state != GigState.ACTIVE:
        message = "This gig cannot be ordered at the moment. Nothing was charged."
        raise CannotOrder(message)
    if not gig.seller.in_good_standing:
        message = "The seller cannot take orders at the moment. Nothing was charged."
        raise CannotOrder(message)
    if not buyer.in_good_standing:
        message = "Your account is suspended: you cannot begin new orders. Nothing was charged."
        raise CannotOrder(message)
    must_be_on_terms(buyer_id, gig.seller_id)
    return buyer


def _place(placing: Placing, click: Click) -> Attempt:
    standing = begin(new_order(placing, click.at), placing.terms.rows)
    attempt = begin_charge(standing, card_id=placing.card_id, at=click.at)
    tell(note(standing, "place", Actor(Role.BUYER, click.actor_id), click.at, figures(standing.milestones)))
    return attempt


def new_order(placing: Placing, at: datetime) -> Order:
    """The row of an order that waits for its first payment; a further month of a subscription waits longer."""
    terms, by_the_month = placing.terms, placing.subscription is not None
    return Order(
        number=placing.number,
        buyer_id=placing.buyer_id,
        seller_id=placing.gig.seller_id,
        gig=placing.gig,
        offer=placing.offer,
        conversation=placing.conversation,
        card_id=placing.card_id,
        repeats_id=placing.repeats_id,
        subscription=placing.subscription,
        month=placing.month if by_the_month else None,
        title=terms.title,
        package_name=terms.package_name,
        kind=terms.kind,
        milestone_count=len(terms.rows),
        commission_bp=terms.commission_bp,
        fee_bp=terms.fee_bp,
        windows=dict(terms.windows),
        questions=list(terms.questions),
        stages=list(terms.stages),
        placed_at=at,
        due_at=at + deadlines.first_payment_window(terms.windows, placing.month),
    )


def figures(milestones: Sequence[OrderMilestone]) -> dict[str, int]:
    """What an order costs in all, and what is charged at once, in minor units."""
    return {"total": sum(m.amount_minor for m in milestones), "first_charge": milestones[0].total_minor}
