"""What staff may still give back of a settled milestone, and what that would do: by the code that carries it out."""

from dataclasses import dataclass
from uuid import UUID

from config.shared.components import MoneyPreview, MoneyRow
from config.shared.money import format_money
from orders.models import GoodwillRefund, Order, OrderMilestone, Settlement
from orders.queries.shares import shares_given_back
from orders.queries.words import moment_words, named

Bearer = GoodwillRefund.Bearer


@dataclass(frozen=True, slots=True)
class Giving:
    """A settled milestone with what was given back of it, the newest last."""

    milestone: OrderMilestone
    settlement: Settlement
    given: tuple[GoodwillRefund, ...]

    @property
    def order(self) -> Order:
        """Its order, with both people."""
        return self.milestone.order

    @property
    def seller_can_bear(self) -> bool:
        """Its earnings are still clearing."""
        return self.settlement.cleared_at is None

    @property
    def clearing(self) -> str:
        """Until when the seller can bear it, or since when not any more."""
        since = self.settlement.cleared_at
        return (
            f"cleared {moment_words(since)}" if since else f"clear {moment_words(self.settlement.clears_at)}"
        )


def giving_of(milestone_id: UUID) -> Giving | None:
    """Two statements; None when the milestone is not settled, or nothing of it was ever earned."""
    rows = Settlement.objects.select_related("milestone__order__buyer", "milestone__order__seller")
    settlement = rows.filter(milestone_id=milestone_id, released_minor__gt=0).first()
    if settlement is None:
        return None
    given = settlement.goodwill.select_related("actor").order_by("number")
    return Giving(settlement.milestone, settlement, tuple(given))


def goodwill_preview(giving: Giving, part_minor: int, bearer: str) -> MoneyPreview:
    """What giving back this much of the price does. Raises ValueError for more than still counts as earned."""
    order, by_seller = giving.order, bearer == Bearer.SELLER
    shares = shares_given_back(order, giving.milestone, giving.settlement, part_minor)
    bears = order.seller.label if by_seller else "Milepost"
    rows = (
        MoneyRow(f"Borne by {bears}", shares.of_seller),
        MoneyRow("Commission that Milepost gives up", shares.of_commission, muted=True),
        MoneyRow("Service fee that goes back", shares.fee_back, muted=True),
    )
    left = giving.settlement.net_minor - (shares.of_seller if by_seller else 0)
    return MoneyPreview(
        f"A part of {named(giving.milestone)} goes back to {order.buyer.label}, who is told, and so is"
        f" {order.seller.label}. This cannot be taken back.",
        tuple(row for row in rows if row.amount_minor),
        MoneyRow(f"Back to the card of {order.buyer.label}", shares.refund),
        (f"{order.seller.label} keeps {format_money(left)} of this milestone.",),
    )
