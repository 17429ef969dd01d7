"""What a suspended member or a denied gig stands in the way of: nothing new begins, what runs may end.

One table for every act on an order (product.md 4 and 8). Acts that are not in it bring what runs to its end, or only
talk: delivering, revising, accepting, stopping, cancelling, disputing, updates, calls. They are never refused for
anybody's standing. The rules chosen where the product is silent:

- A first payment begins an order, so it needs both sides and the gig; the next milestone needs both sides only, because
  existing orders run on when a gig is denied. Nobody starts it, so its funding window ends the order as usual.
- More work or money by an amendment is something new; saying no to one, or taking it back, is not.
- A resumed order, or the same again, is a new order.
- A review is published by its writer: only the writer's own standing counts.
- What is paid is paid: a charge that was confirmed before the suspension takes effect.
"""

from collections.abc import Callable
from enum import Enum

from config.shared.errors import Refusal
from gigs.states import GigState
from orders.models import Order
from orders.states import Act, OrderStatus, Role


class Bar(Enum):
    """What can stand in the way."""

    BUYER = "a suspended buyer"
    SELLER = "a suspended seller"
    SELF = "a suspension of whoever acts"
    GIG = "a denied gig"


SIDES = frozenset({Bar.BUYER, Bar.SELLER})
ALL = SIDES | {Bar.GIG}
BEGINS: dict[str, frozenset[Bar]] = {
    Act.PAY: SIDES,
    Act.START_NEXT: SIDES,
    Act.ACCEPT_AND_CONTINUE: SIDES,
    Act.PROPOSE_AMENDMENT: SIDES,
    Act.PAY_AMENDMENT: SIDES,
    Act.ACCEPT_AMENDMENT: SIDES,
    Act.RESUME: ALL,
    Act.AGREE_RESUME: ALL,
    Act.ORDER_AGAIN: ALL,
    Act.WRITE_REVIEW: frozenset({Bar.SELF}),
    Act.REPLY_REVIEW: frozenset({Bar.SELF}),
}
"""By act: whose standing it needs. Everything else needs nobody's."""


class NotInGoodStanding(Refusal):
    """A side is suspended or the gig denied, so nothing new begins."""


def bars_of(act: str, status: str) -> frozenset[Bar]:
    """What an act needs in an order of this status; before its first payment an order has not begun."""
    found = BEGINS.get(act, frozenset())
    return found | {Bar.GIG} if found and status == OrderStatus.AWAITING_PAYMENT else found


def words_against(order: Order, act: Act, role: Role) -> str:
    """Why a party cannot do this now, in words; empty when nobody's standing is in the way.

    Reads the order's buyer, seller and gig.
    """
    for bar in sorted(bars_of(act, order.status), key=_own_first(role)):
        if _stands(order, bar, role):
            return _words(order, bar, role)
    return ""


def must_be_allowed(order: Order, act: Act, role: Role) -> None:
    """Refuse what needs a good standing that is missing. Raises NotInGoodStanding. One statement, if it needs any."""
    if role not in {Role.BUYER, Role.SELLER} or not bars_of(act, order.status):
        return
    stored = Order.objects.select_related("buyer", "seller", "gig").get(pk=order.pk)
    if words := words_against(stored, act, role):
        raise NotInGoodStanding(words)


def _own_first(role: Role) -> Callable[[Bar], tuple[bool, str]]:
    own = {Role.BUYER: Bar.BUYER, Role.SELLER: Bar.SELLER}.get(role)
    return lambda bar: (bar != own, bar.value)


def _stands(order: Order, bar: Bar, role: Role) -> bool:
    if bar == Bar.GIG:
        return order.gig.state == GigState.DENIED
    bought = bar == Bar.BUYER or (bar == Bar.SELF and role == Role.BUYER)
    return not (order.buyer if bought else order.seller).in_good_standing


def _words(order: Order, bar: Bar, role: Role) -> str:
    if bar == Bar.GIG:
        return "This gig was taken off the market, so nothing new can begin on it. Nothing is charged."
    if bar == Bar.SELF or bar.name.lower() == role:
        return (
            "Your account is suspended, so nothing new can begin. What is paid for can be brought to its end."
        )
    other = order.buyer if role == Role.SELLER else order.seller
    return (
        f"The account of {other.label} is suspended, so nothing new can begin. What is paid for can be brought to its"
        " end."
    )
