"""An order with its people and cards, and how anybody presses anything on it."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import User
from config.shared import clock
from config.shared.commands import Click
from orders.models import Order, OrderMilestone, SavedCard
from orders.operations import placing
from orders.standing import Standing
from orders.states import Role
from tests.factories.accounts import UserFactory
from tests.orders import stories

QUESTION = {"text": "What is it for?", "kind": "text", "choices": [], "required": True}


@dataclass
class Scene:
    """One order, seen from outside.

    ``people`` by the part in which they come; ``at``: how far its story has come; ``number``: of the usual card.
    """

    order_id: uuid.UUID
    people: dict[str, User]
    cards: dict[str, SavedCard] = field(default_factory=dict)
    at: datetime = field(default_factory=clock.now)

    page: Standing | None = None
    number: str = stories.SUCCESS

    @property
    def order(self) -> Order:
        """As it is stored now."""
        return Order.objects.select_related("buyer", "seller").get(pk=self.order_id)

    @property
    def standing(self) -> Standing:
        """The same with its milestones."""
        order = self.order
        return Standing(order, list(order.milestones.order_by("position")))

    @property
    def shown(self) -> Standing:
        """What the page shows that people press on: the one that was kept in ``page``, else the order as it stands."""
        return self.page or self.standing

    def click(self, who: str, at: datetime) -> Click:
        """A fresh press of a button of that page."""
        return Click(self.people[who].pk, uuid.uuid4(), self.shown.order.version, at)

    def card(self, number: str = "") -> uuid.UUID:
        """The buyer's card with this number, else with the usual one."""
        number = number or self.number
        if number not in self.cards:
            self.cards[number] = stories.card_of(self.people["buyer"], number)
        return self.cards[number].pk


@dataclass(frozen=True, slots=True)
class Look:
    """What a declared refusal is decided from: the order as it stands, who asks, when."""

    standing: Standing
    role: str
    at: datetime

    @property
    def milestone(self) -> OrderMilestone:
        return self.standing.milestone


def placed(
    *,
    milestones: int,
    number: str = stories.DECLINED,
    revisions: int | None = 2,
    ask: bool = True,
    amount_minor: int = 18_000,
    zoom: bool = False,
) -> Scene:
    """A new order of new people, its first charge tried with that card; it asks one question that must be answered."""
    people = cast()
    buyer, seller = people["buyer"], people["seller"]
    offer = stories.offer_of(
        seller, buyer, milestones=milestones, revisions=revisions, amount_minor=amount_minor, zoom=zoom
    )
    if ask:
        type(offer).objects.filter(pk=offer.pk).update(questions=[QUESTION])
    card = stories.card_of(buyer, number)
    order = placing.place_from_offer(offer_id=offer.pk, card_id=card.pk, click=stories.click(buyer))
    good = stories.card_of(buyer)  # written now, so that taking an attempt back does not take it away
    return Scene(order.pk, people, {number: card, stories.SUCCESS: good})


def cast() -> dict[str, User]:
    """New people, by the part in which they come."""
    tag = uuid.uuid4().hex[:8]
    people = {
        role: UserFactory.create(handle=f"{role}-{tag}")
        for role in (*map(str, (Role.BUYER, Role.SELLER)), "outsider")
    }
    people["staff"] = UserFactory.create(handle=f"staff-{tag}", is_staff=True, is_superuser=True)
    return people


def fields_of(scene: Scene) -> dict[str, Any]:
    """The hidden values that a page of an act carries."""
    standing = scene.shown
    return {
        "command": str(uuid.uuid4()),
        "version": standing.order.version,
        "round": max(standing.milestone.rounds, 1),
    }
