"""What a sentence about an event is made of."""

from dataclasses import dataclass
from typing import Any

from config.shared.money import format_money
from orders.models import Event
from orders.queries.case import Case
from orders.queries.words import named
from orders.states import Role


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence is made of."""

    case: Case
    event: Event

    @property
    def who(self) -> str:
        """Who acted, as the reader would say it."""
        role = Role(self.event.role)
        if role == self.case.role:
            return "You"
        order = self.case.order
        names = {Role.BUYER: order.buyer.label, Role.SELLER: order.seller.label}
        return names.get(role, "Milepost")

    @property
    def name(self) -> str:
        """The milestone that it was about."""
        position = self.event.position or 1
        return named(self.case.standing.milestones[position - 1])

    @property
    def data(self) -> dict[str, Any]:
        """What was kept with it."""
        return dict(self.event.data)

    @property
    def paid_out(self) -> str:
        """Who got what by a settlement, for this reader."""
        to_seller, to_buyer = int(self.data.get("to_seller", 0)), int(self.data.get("to_buyer", 0))
        role, seller, buyer = self.case.role, self.case.order.seller.label, self.case.order.buyer.label
        gets = {
            Role.BUYER: f"The held money goes to {seller}.",
            Role.SELLER: f"You get {format_money(to_seller)}.",
        }.get(role, f"{seller} gets {format_money(to_seller)}.")
        parts = [gets] if to_seller else []
        if to_buyer:
            parts.append(f"{format_money(to_buyer)} goes back to {'you' if role == Role.BUYER else buyer}.")
        return " ".join(parts)
