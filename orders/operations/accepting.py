"""The buyer's answers that take a delivery (product.md 5.2, rows 5 to 8; article, custom offers, step 5)."""

from uuid import UUID

from config.shared.commands import Click
from config.shared.errors import Invalid, Stale
from orders.models import Attempt, Order
from orders.operations.acting import carry_out
from orders.operations.charging import begin_charge
from orders.operations.funding import confirm_all
from orders.operations.settling import settle_milestone
from orders.operations.telling import tell
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import remember_card

ACCEPTING = frozenset(
    {Act.ACCEPT_AND_CONTINUE, Act.ACCEPT_AND_STOP, Act.ACCEPT_DECIDE_LATER, Act.ACCEPT_FINAL}
)


class NoCard(Invalid):
    """Continuing charges the next milestone, so it needs a card."""

    def __init__(self) -> None:
        """Say it beside the card field."""
        super().__init__("Choose the card for the next milestone.", field="card")


def accept(
    *, order_id: UUID, act: Act, delivery_round: int, click: Click, card_id: UUID | None = None
) -> Order:
    """Accept the delivery that the buyer saw; its held money goes to the seller.

    ``act`` is one of ACCEPTING. "Accept and continue" then charges the next milestone: accepting stands
    whatever comes of that charge. Raises TooLate, Stale (another delivery meanwhile), NoCard, NotInThisState,
    NotYourPart.
    """
    charges: list[Attempt] = []

    def do(standing: Standing, actor: Actor) -> None:
        if standing.milestone.rounds != delivery_round:
            raise Stale
        card = card_id or standing.order.card_id
        if act == Act.ACCEPT_AND_CONTINUE and card is None:
            raise NoCard
        event = settle_milestone(
            standing, act, actor, click.at, released_minor=standing.milestone.amount_minor
        )
        if act == Act.ACCEPT_AND_CONTINUE and card is not None:
            remember_card(standing, card)
            charges.append(begin_charge(standing, card_id=card, at=click.at))
        tell(event)

    order = carry_out(order_id, click, act.value, do)
    return confirm_all(order, charges) if charges else order
