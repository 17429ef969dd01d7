"""Orders for tests; every state is reached through operations, so no impossible row exists."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from accounts.models import User
from config.shared import clock
from config.shared.commands import Click
from gigs.models import Gig
from gigs.operations import QuestionDraft, add_question
from orders.amending import Changes
from orders.models import Order, SavedCard
from orders.operations.accepting import accept
from orders.operations.amending import propose
from orders.operations.cancelling import request_cancellation
from orders.operations.consenting import accept as accept_amendment
from orders.operations.delivering import deliver, request_revision
from orders.operations.disputing import open_dispute
from orders.operations.placing import place_from_gig
from orders.payments.card_numbers import parse_card
from orders.payments.cards import add_card
from orders.states import Act
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import click_by

SUCCESS = "4242 4242 4242 4242"
DECLINED = "4000 0000 0000 0002"
FIRST_ONLY = "4000 0000 0000 0341"
AUTHENTICATE = "4000 0025 0000 3155"
ANSWER_LOST = "4000 0000 0000 5126"


def card_of(user: User, number: str = SUCCESS) -> SavedCard:
    """A saved test card."""
    return add_card(user_id=user.pk, details=parse_card(number, "09/39", "123"), at=clock.now())


def press(user: User, order: Order) -> Click:
    """A button on a page that shows the order as it stands."""
    return click_by(user, order.version)


def asking_gig(seller: User, milestones: int = 3) -> Gig:
    """A live gig with milestones that asks for one required answer, one choice and one file."""
    gig = live_gig_with_milestones(seller, milestones)
    for draft in (
        QuestionDraft(text="What is it about?", kind="text", required=True),
        QuestionDraft(text="Which colour?", kind="choice", choices=("Blue", "Red"), required=False),
        QuestionDraft(text="Your logo", kind="file", required=False),
    ):
        gig.refresh_from_db()
        add_question(gig_id=gig.pk, owner_id=seller.pk, content_version=gig.content_version, draft=draft)
    return Gig.objects.get(pk=gig.pk)


def placed_order(
    buyer: User,
    seller: User,
    *,
    milestones: int = 3,
    number: str = SUCCESS,
    gig: Gig | None = None,
    in_full: bool = False,
) -> Order:
    """An ordered Basic package (18000 minor units), its first charge tried with that card."""
    gig = gig or live_gig_with_milestones(seller, milestones)
    card = card_of(buyer, number)
    return place_from_gig(
        gig_id=gig.pk,
        gig_version=gig.version,
        tier="basic",
        per_milestone=not in_full,
        card_id=card.pk,
        click=click_by(buyer),
    )


def order_in(state: str, buyer: User, seller: User, *, milestones: int = 3) -> Order:
    """An order brought to a state by the operations that lead there; the names are the keys of ``STATES``."""
    return fresh(STATES[state](buyer, seller, milestones).pk)


def fresh(order_id: UUID) -> Order:
    """The order as it is stored now, with its people."""
    return Order.objects.select_related("buyer", "seller").get(pk=order_id)


def delivered(order: Order) -> Order:
    """The current milestone, handed in."""
    order = fresh(order.pk)
    last = order.current == order.milestone_count
    return deliver(
        order_id=order.pk,
        message="Here it is.",
        link="https://example.test/work",
        whole=last,
        click=press(order.seller, order),
    )


def accepted(order: Order, act: Act) -> Order:
    """The delivery, accepted."""
    order = fresh(order.pk)
    rounds = order.milestones.get(position=order.current).rounds
    return accept(order_id=order.pk, act=act, delivery_round=rounds, click=press(order.buyer, order))


def _in_revision(buyer: User, seller: User, milestones: int) -> Order:
    order = fresh(delivered(placed_order(buyer, seller, milestones=milestones)).pk)
    return request_revision(order_id=order.pk, delivery_round=1, text="Bluer.", click=press(buyer, order))


def _asked(order: Order) -> Order:
    """The seller asks to cancel, with a third of the money."""
    order = fresh(order.pk)
    third = order.milestones.get(position=order.current).amount_minor // 3
    return request_cancellation(
        order_id=order.pk, released_minor=third, reason="I am ill.", click=press(order.seller, order)
    )


def _proposed(order: Order, user: User, **changes: Any) -> Order:
    """Other terms, proposed by one side."""
    order = fresh(order.pk)
    return propose(
        order_id=order.pk, changes=Changes(**changes), note_text="It is bigger.", click=press(user, order)
    )


def _agreed(order: Order, user: User) -> Order:
    """The open proposal, accepted by the other side; nothing is charged by that."""
    order = fresh(order.pk)
    amendment = order.amendments.get(closed_at__isnull=True)
    return accept_amendment(order_id=order.pk, amendment_id=amendment.pk, click=press(user, order))


def _disputed(buyer: User, seller: User, milestones: int) -> Order:
    order = fresh(delivered(placed_order(buyer, seller, milestones=milestones)).pk)
    return open_dispute(order_id=order.pk, statement="It is empty.", click=press(buyer, order))


def _last(buyer: User, seller: User, milestones: int) -> Order:
    order = placed_order(buyer, seller, milestones=milestones)
    for _ in range(milestones - 1):
        order = accepted(delivered(order), Act.ACCEPT_AND_CONTINUE)
    return delivered(order)


def _paid(buyer: User, seller: User, milestones: int) -> Order:
    return placed_order(buyer, seller, milestones=milestones)


STATES: dict[str, Callable[[User, User, int], Order]] = {
    "unpaid": lambda buyer, seller, n: placed_order(buyer, seller, milestones=n, number=DECLINED),
    "asks_bank": lambda buyer, seller, n: placed_order(buyer, seller, milestones=n, number=AUTHENTICATE),
    "checked": lambda buyer, seller, n: placed_order(buyer, seller, milestones=n, number=ANSWER_LOST),
    "requirements": lambda buyer, seller, n: placed_order(buyer, seller, gig=asking_gig(seller, n)),
    "in_progress": _paid,
    "delivered": lambda buyer, seller, n: delivered(_paid(buyer, seller, n)),
    "in_revision": _in_revision,
    "undecided": lambda buyer, seller, n: accepted(
        delivered(_paid(buyer, seller, n)), Act.ACCEPT_DECIDE_LATER
    ),
    "next_failed": lambda buyer, seller, n: accepted(
        delivered(placed_order(buyer, seller, milestones=n, number=FIRST_ONLY)), Act.ACCEPT_AND_CONTINUE
    ),
    "last_delivered": _last,
    "disputed": _disputed,
    "asked": lambda buyer, seller, n: _asked(_paid(buyer, seller, n)),
    "asked_delivered": lambda buyer, seller, n: _asked(delivered(_paid(buyer, seller, n))),
    "proposed": lambda buyer, seller, n: _proposed(_paid(buyer, seller, n), seller, days=2),
    "proposed_dearer": lambda buyer, seller, n: _proposed(
        _paid(buyer, seller, n), seller, revisions=1, price_minor=15_00
    ),
    "agreed_dearer": lambda buyer, seller, n: _agreed(
        _proposed(_paid(buyer, seller, n), buyer, revisions=1, price_minor=15_00), seller
    ),
    "stopped": lambda buyer, seller, n: accepted(delivered(_paid(buyer, seller, n)), Act.ACCEPT_AND_STOP),
    "finished": lambda buyer, seller, n: accepted(_last(buyer, seller, n), Act.ACCEPT_FINAL),
}
