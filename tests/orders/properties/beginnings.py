"""How an order begins: from an offer, by the month, the same again, or as what is left of another one."""

from config.shared.commands import Click
from gigs.models import Gig
from orders.models import Order, Subscription
from orders.operations.placing import place_from_gig
from orders.operations.unsubscribing import cancel_subscription, change_card
from orders.states import OrderStatus
from tests.orders import monthly, stories
from tests.orders.proofs.scene import Scene, cast, placed
from tests.orders.properties.by_parties import NUMBERS, SIDES
from tests.orders.properties.dice import Dice
from tests.orders.properties.life import CARDS, Life

FIRST = (stories.SUCCESS, stories.SUCCESS, *CARDS)


def begin(life: Life, dice: Dice) -> None:
    """New people and their first order: by milestones, in one payment, or by the month."""
    with life.frozen():
        by_the_month = dice.below(5) == 4
        life.settle_in(_subscribed(dice) if by_the_month else _ordered(dice))


def order_anew(life: Life, dice: Dice) -> None:
    """What has ended is followed by the same again, or by other people's order."""
    if not life.ended:
        return
    if life.stands.order.status == OrderStatus.COMPLETED and dice.coin():
        _the_same_again(life, dice)
    else:
        begin(life, dice)


def turn_to(life: Life, dice: Dice) -> None:
    """Another order of the two: the next month, the resumed one, or one before."""
    others = [one for one in life.with_these_people() if one != life.scene.order_id]
    if others:
        life.look_at(others[-1] if dice.mostly() else dice.of(others))


def unsubscribe(life: Life, dice: Dice) -> None:
    """Cancel the subscription, or name another card for its charges."""
    subscription_id = life.stands.order.subscription_id
    if subscription_id is None:
        return
    who = dice.of(SIDES)
    known = Subscription.objects.get(pk=subscription_id)
    with life.frozen():
        click = life.click(who, known.version)
        if dice.mostly():
            card = life.scene.card(dice.of(NUMBERS))
            life.tried(lambda: change_card(subscription_id=known.pk, card_id=card, click=click))
        elif life.tried(lambda: cancel_subscription(subscription_id=known.pk, click=click)) is None:
            life.stir(*life.orders)


def _ordered(dice: Dice) -> Scene:
    return placed(
        milestones=1 + dice.below(6),
        number=dice.of(FIRST),
        ask=dice.coin(),
        revisions=dice.of((0, 1, None)),
        amount_minor=100 + dice.below(29_902),
        zoom=dice.coin(),
    )


def _subscribed(dice: Dice) -> Scene:
    people = cast()
    subscription = monthly.subscribed(
        people["seller"],
        people["buyer"],
        number=dice.of(FIRST),
        months=2 + dice.below(3),
        amount_minor=1_000 + dice.below(29_002),
    )
    return Scene(monthly.month(subscription, 1).pk, people)


def _the_same_again(life: Life, dice: Dice) -> None:
    """The gig as it is now; with a bar in the way it is refused."""
    order, card = life.stands.order, life.scene.card(dice.of(FIRST))
    gig = Gig.objects.get(pk=order.gig_id)
    known = set(life.orders)

    def again(click: Click) -> Order:
        return place_from_gig(
            gig_id=gig.pk,
            gig_version=gig.version,
            tier="basic",
            per_milestone=False,
            card_id=card,
            click=click,
            repeats_id=order.pk,
        )

    if life.press("buyer", again):
        life.last = None
        life.look_at(next(one for one in [*life.newer(), *life.orders] if one not in known))
