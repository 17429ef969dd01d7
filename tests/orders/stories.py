"""Short ways to tell a story of an order in a test: everything goes through the operations."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from accounts.models import User
from config.shared import clock, commands
from offers.models import Offer
from offers.operations import create_offer, send_offer
from offers.states import Kind
from offers.terms import OfferTerms, RowTerms
from orders.models import Order, OrderMilestone, SavedCard
from orders.operations import accepting, delivering, funding, placing, stopping
from orders.payments import card_numbers, cards
from orders.states import Act
from tests.factories.gigs import made_gig
from tests.factories.offers import conversation_of

SUCCESS = "4242 4242 4242 4242"
DECLINED = "4000 0000 0000 0002"
FIRST_ONLY = "4000 0000 0000 0341"
AUTHENTICATE = "4000 0025 0000 3155"
ANSWER_LOST = "4000 0000 0000 5126"
NO_REFUND = "4000 0000 0000 7726"


def click(user: User, order: Order | None = None, *, at: datetime | None = None) -> commands.Click:
    """A fresh press of a button on a page that shows the order as it stands."""
    version = None if order is None else order.version
    return commands.Click(actor_id=user.pk, key=uuid.uuid4(), version=version, at=at or clock.now())


def card_of(user: User, number: str = SUCCESS) -> SavedCard:
    """A saved card of the demo provider."""
    return cards.add_card(
        user_id=user.pk, details=card_numbers.parse_card(number, "09/39", "123"), at=clock.now()
    )


def offer_of(
    seller: User,
    buyer: User,
    *,
    milestones: int = 6,
    amount_minor: int = 18_000,
    days: int = 5,
    revisions: int | None = 2,
    zoom: bool = False,
) -> Offer:
    """A sent offer of so many equal milestones; one is a single payment."""
    gig = made_gig(seller=seller, live=True)
    kind = Kind.SINGLE if milestones == 1 else Kind.MILESTONES
    rows = tuple(
        RowTerms(name=f"Step {n}", days=days, amount_minor=amount_minor, revisions=revisions, zoom=zoom)
        for n in range(1, milestones + 1)
    )
    terms = OfferTerms(gig_id=gig.pk, kind=kind, rows=rows, note="")
    conversation = conversation_of(buyer, seller)
    draft = create_offer(conversation_id=conversation.pk, seller_id=seller.pk, terms=terms, at=clock.now())
    return send_offer(
        offer_id=draft.pk, click=commands.Click(seller.pk, uuid.uuid4(), draft.version, clock.now())
    )


def order_of(
    seller: User, buyer: User, *, milestones: int = 6, number: str = SUCCESS, **terms: object
) -> Order:
    """An order placed from an offer, its first charge tried with that card."""
    offer = offer_of(seller, buyer, milestones=milestones, **terms)  # type: ignore[arg-type]
    return placing.place_from_offer(offer_id=offer.pk, card_id=card_of(buyer, number).pk, click=click(buyer))


def fresh(order: Order) -> Order:
    """The order as it is stored now."""
    return Order.objects.select_related("buyer", "seller").get(pk=order.pk)


def current(order: Order) -> OrderMilestone:
    """Its current milestone as it is stored now."""
    stored = fresh(order)
    return stored.milestones.get(position=stored.current)


def deliver(order: Order) -> Order:
    """The seller hands the current milestone in."""
    order = fresh(order)
    last = order.current == order.milestone_count
    return delivering.deliver(
        order_id=order.pk,
        message="Here it is.",
        link="https://example.test/work",
        whole=last,
        click=click(order.seller, order),
    )


def accept(order: Order, act: Act) -> Order:
    """The buyer takes the delivery."""
    order = fresh(order)
    return accepting.accept(
        order_id=order.pk, act=act, delivery_round=current(order).rounds, click=click(order.buyer, order)
    )


def revise(order: Order, text: str = "Please use the other blue.") -> Order:
    """The buyer sends the delivery back."""
    order = fresh(order)
    return delivering.request_revision(
        order_id=order.pk, delivery_round=current(order).rounds, text=text, click=click(order.buyer, order)
    )


def pay(order: Order, number: str = SUCCESS) -> Order:
    """The buyer pays what waits for payment with a new card."""
    order = fresh(order)
    return funding.pay(
        order_id=order.pk, card_id=card_of(order.buyer, number).pk, click=click(order.buyer, order)
    )


def stop(order: Order) -> Order:
    """The buyer stops between two milestones."""
    order = fresh(order)
    return stopping.stop(order_id=order.pk, click=click(order.buyer, order))


@contextmanager
def later(**length: float) -> Iterator[datetime]:
    """Let time pass inside the block; gives the moment."""
    moment = clock.now() + timedelta(**length)
    with clock.travelled_to(moment):
        yield moment
