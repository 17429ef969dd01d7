"""Short ways to propose and agree on other terms in a test: everything goes through the operations."""

from accounts.models import User
from orders.amending import Changes, Row, row_of
from orders.audit import broken_invariants
from orders.models import Amendment, Attempt, Order, OrderMilestone
from orders.operations import amending, consenting
from tests.orders import stories


def propose(order: Order, user: User, changes: Changes, text: str = "") -> Amendment:
    """Ask for other terms."""
    order = stories.fresh(order)
    amending.propose(order_id=order.pk, changes=changes, note_text=text, click=stories.click(user, order))
    return Amendment.objects.get(order=order, closed_at__isnull=True)


def accept(order: Order, user: User, number: str | None = None) -> Order:
    """Say yes; a buyer's yes with a card of that number where it costs something."""
    order = stories.fresh(order)
    card = stories.card_of(user, number).pk if number else None
    return consenting.accept(
        order_id=order.pk, amendment_id=open_one(order).pk, click=stories.click(user, order), card_id=card
    )


def pay(order: Order, number: str = stories.SUCCESS) -> Order:
    """The buyer pays the difference with a new card."""
    order = stories.fresh(order)
    return consenting.pay_difference(
        order_id=order.pk,
        amendment_id=open_one(order).pk,
        card_id=stories.card_of(order.buyer, number).pk,
        click=stories.click(order.buyer, order),
    )


def agreed(order: Order, changes: Changes, *, by_seller: bool = True) -> Order:
    """Proposed by one side, accepted by the other, and paid where it costs something."""
    order = stories.fresh(order)
    one, other = (order.seller, order.buyer) if by_seller else (order.buyer, order.seller)
    propose(order, one, changes)
    after = accept(order, other, stories.SUCCESS if by_seller else None)
    return pay(order) if Amendment.objects.filter(order=order, closed_at__isnull=True).exists() else after


def open_one(order: Order) -> Amendment:
    """The open amendment."""
    return Amendment.objects.get(order_id=order.pk, closed_at__isnull=True)


def newest(order: Order) -> Amendment:
    """The latest amendment, open or not."""
    return Amendment.objects.filter(order_id=order.pk).latest("opened_at")


def rail(order: Order) -> list[OrderMilestone]:
    """The milestones of the order as they are stored, in order."""
    stored = stories.fresh(order)
    return list(stored.milestones.filter(position__lte=stored.milestone_count).order_by("position"))


def rest_of(order: Order) -> tuple[Row, ...]:
    """What has not begun."""
    return tuple(row_of(one) for one in rail(order) if one.status in {"planned", "awaiting_payment"})


def refunds(order: Order) -> list[int]:
    """What goes back, refund by refund."""
    tries = Attempt.objects.filter(intent__purpose="refund", intent__payer=order.buyer_id)
    return list(
        tries.order_by("created_at", "intent__amount_minor").values_list("intent__amount_minor", flat=True)
    )


def is_whole(order: Order) -> None:
    """No invariant of the order is broken."""
    assert broken_invariants(order_id=order.pk) == []
