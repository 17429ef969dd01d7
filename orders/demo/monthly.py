"""One subscription in the demo market, and what its two parties do to it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from config.shared import clock
from config.shared.commands import Click
from orders.demo.deal import Deal
from orders.models import Order, Subscription
from orders.operations.unsubscribing import cancel_subscription


@dataclass(frozen=True, slots=True)
class Plan:
    """A subscription by its id. ``card_id``: the buyer's good card."""

    subscription_id: UUID
    card_id: UUID
    staff_id: int

    def month(self, number: int) -> Deal:
        """The order of a month."""
        order = Order.objects.get(subscription_id=self.subscription_id, month=number)
        return Deal(order.pk, self.card_id, self.staff_id)

    def cancel(self, *, by_seller: bool = False) -> None:
        """One side cancels it."""
        one = Subscription.objects.get(pk=self.subscription_id)
        actor_id = one.seller_id if by_seller else one.buyer_id
        click = Click(actor_id=actor_id, key=uuid4(), version=one.version, at=clock.now())
        cancel_subscription(subscription_id=one.pk, click=click)
