"""Orders brought to their place by the operations; everything else in a write measurement is a copy of them."""

from config.shared import clock
from orders.models import Order
from orders.operations.placing import place_from_gig
from orders.payments.demo.test_cards import TEST_CARDS
from orders.states import MilestoneStatus
from tests.bench.gigs import member
from tests.factories.gigs import live_gig_with_milestones
from tests.orders import stories

PAIRS = 16
MILESTONES = 3
TIER = "basic"


def delivered_orders() -> list[Order]:
    """One order for each of so many pairs of people: the first milestone is paid and delivered."""
    return [_delivered(number) for number in range(PAIRS)]


def _delivered(number: int) -> Order:
    buyer, seller = member(f"bench-buyer-{number}"), member(f"bench-seller-{number}")
    gig = live_gig_with_milestones(seller, MILESTONES)
    card = stories.card_of(buyer, TEST_CARDS[0].number)
    order = place_from_gig(
        gig_id=gig.pk,
        gig_version=gig.version,
        tier=TIER,
        per_milestone=True,
        card_id=card.pk,
        click=stories.click(buyer, at=clock.now()),
    )
    order = stories.deliver(order)
    if order.milestones.get(position=1).status != MilestoneStatus.DELIVERED:
        raise RuntimeError(f"{order.number} could not be brought to its delivery")
    return order
