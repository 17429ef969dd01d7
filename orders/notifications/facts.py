"""An event as words need it: names, figures and moments, for one reader and in the reader's zone."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from accounts.models import User
from config.shared import clock
from config.shared.components import Post
from config.shared.money import fee_of, format_money
from orders import deadlines
from orders.models import Event, Order, OrderMilestone
from orders.queries.words import moment_words
from orders.states import Kind, MilestoneStatus, Role


@dataclass(frozen=True)
class Facts:
    """What happened, to which milestone, and who reads of it."""

    event: Event
    order: Order
    milestones: list[OrderMilestone]
    reader: Role

    @property
    def buyer(self) -> str:
        """The buyer's name."""
        return self.order.buyer.label

    @property
    def seller(self) -> str:
        """The seller's name."""
        return self.order.seller.label

    @property
    def other(self) -> str:
        """The other side's name, as the reader sees it."""
        return self.seller if self.reader == Role.BUYER else self.buyer

    @property
    def user(self) -> User:
        """Who reads it."""
        return self.order.buyer if self.reader == Role.BUYER else self.order.seller

    @property
    def data(self) -> dict[str, Any]:
        """What people wrote, and the figures of the moment (minor units)."""
        data: dict[str, Any] = self.event.data
        return data

    @cached_property
    def milestone(self) -> OrderMilestone:
        """The milestone that it happened to."""
        return self.milestones[self.event.position - 1]

    @property
    def is_last(self) -> bool:
        """Nothing comes after it."""
        return self.event.position == len(self.milestones)

    @property
    def is_first(self) -> bool:
        """Nothing came before it."""
        return self.event.position == 1

    @property
    def is_current(self) -> bool:
        """The order is still about it."""
        return self.event.position == self.order.current

    @property
    def step(self) -> str:
        """``milestone 2, “Outline”``, or ``the work`` when there is one payment only."""
        if self.order.kind == Kind.SINGLE:
            return "the work"
        if self.order.month:
            return self.short
        return f"milestone {self.event.position}, “{self.milestone.name}”"

    @property
    def what(self) -> str:
        """``milestone 2, “Outline”, of “I will …”``, or the title alone when there is one payment only."""
        if self.order.month:
            return f"{self.step} of {self.title}"
        return self.title if self.order.kind == Kind.SINGLE else f"{self.step}, of {self.title}"

    @property
    def short(self) -> str:
        """``milestone 2`` or ``the work``, for subjects."""
        if self.order.month:
            return f"month {self.order.month}"
        return "the work" if self.order.kind == Kind.SINGLE else f"milestone {self.event.position}"

    @property
    def title(self) -> str:
        """The order's title in quotation marks."""
        return f"“{self.order.title}”"

    @property
    def amount(self) -> str:
        """The milestone's price, without the fee."""
        return format_money(self.milestone.amount_minor)

    @property
    def total(self) -> str:
        """What the buyer is charged for it, fee included."""
        return format_money(self.milestone.total_minor)

    @property
    def take_home(self) -> str:
        """What the seller gets of it after commission."""
        amount = self.milestone.amount_minor
        return format_money(self.data.get("to_seller", amount - fee_of(amount, self.order.commission_bp)))

    @property
    def refund(self) -> str:
        """What goes back to the buyer, fee included; empty when nothing does."""
        minor = self.data.get("to_buyer", 0)
        return format_money(minor) if minor else ""

    @property
    def asks(self) -> bool:
        """The seller has questions that hold the order."""
        return any(question["required"] for question in self.order.questions)

    def in_window(self, name: str) -> str:
        """When a window of the order ends that begins with this event."""
        return moment_words(self.event.at + deadlines.window(self.order.windows, name))

    @property
    def due(self) -> str:
        """When the work is due that begins with this event."""
        return moment_words(deadlines.work_due(self.event.at, self.milestone.days))

    @property
    def answer_by(self) -> str:
        """Until when a delivery made by this event can be answered; later while a cancellation request is open."""
        until = clock.read_moment(str(self.data.get("until", "")))
        if until is not None:
            return moment_words(until)
        return moment_words(deadlines.acceptance_deadline(self.order.kind, self.order.windows, self.event.at))

    @property
    def review_until(self) -> datetime | None:
        """Until when both sides of a completed order can write a review."""
        ended_at = self.order.ended_at
        return None if ended_at is None else deadlines.review_until(self.order.windows, ended_at)

    @property
    def clears(self) -> str:
        """When money that was released by this event can be withdrawn."""
        return self.in_window("CLEARING")

    @property
    def pay_by(self) -> str:
        """Until when the milestone that waits for its payment can be paid."""
        if self.is_first:
            waits = deadlines.first_payment_window(self.order.windows, self.order.month or 1)
            return moment_words(self.order.placed_at + waits)
        accepted_at = self.milestones[self.event.position - 2].accepted_at or self.event.at
        return moment_words(accepted_at + deadlines.window(self.order.windows, "FUNDING_WINDOW"))

    def posts(self) -> tuple[Post, ...]:
        """The rail as it stands when the mail is written."""
        return tuple(self._post(one) for one in self.milestones)

    def _post(self, one: OrderMilestone) -> Post:
        state = "refunded" if one.status == MilestoneStatus.CANCELLED else one.status
        return Post(
            number=one.position,
            name=one.name,
            state=state,
            state_label=str(MilestoneStatus(one.status).label),
            price=format_money(one.amount_minor),
            zoom=one.zoom,
            current=one.position == self.order.current,
        )


def until(moment: datetime | None) -> str:
    """`` It is due Tue 1 Dec, 14:05.`` as far as it is known."""
    return f" It is due by {moment_words(moment)}." if moment else ""
