"""Everything that happened to an order, in words, the newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config.shared.money import format_money
from orders.models import Event
from orders.queries.case import Case
from orders.queries.words import counted, named
from orders.states import Act, Role


@dataclass(frozen=True, slots=True)
class Line:
    """One event. ``text``: what somebody wrote with it."""

    icon: str
    words: str
    at: datetime
    text: str = ""


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


def lines_of(case: Case) -> list[Line]:
    """One line for each event, in one statement."""
    events = Event.objects.filter(order_id=case.order.pk).order_by("-id")
    return [line_of(case, event) for event in events]


def line_of(case: Case, event: Event) -> Line:
    """One event in words."""
    told = Told(case, event)
    icon, words = _WORDS.get(event.act, ("circle", lambda told: f"{told.event.get_act_display()}."))
    text = "" if event.act == "payment_failed" else str(event.data.get("text", ""))
    return Line(icon, words(told).strip(), event.at, text)


def _failed(told: Told) -> str:
    why = f" {told.data.get('words', '')}" if told.case.role != Role.SELLER else ""
    return f"The payment of {told.name} did not go through.{why}"


def _accepted(rest: str) -> Callable[[Told], str]:
    return lambda told: f"{told.who} accepted {told.name}{rest}. {told.paid_out}"


def _funded(told: Told) -> str:
    amount = told.case.standing.milestones[(told.event.position or 1) - 1].amount_minor
    return f"{told.name} is paid: {format_money(amount)} is held."


def _returned(told: Told) -> str:
    to = "your card" if told.case.is_buyer else "the buyer"
    return (
        f"A payment that came too late, {format_money(int(told.data.get('amount', 0)))}, goes back to {to}."
    )


def _delivered(told: Told) -> str:
    final = "the final work, " if told.event.act == Act.DELIVER_FINAL else ""
    again = f", delivery {told.data['round']}" if told.data.get("round", 1) > 1 else ""
    return f"{told.who} delivered {final}{told.name}{again}."


def _ticked(told: Told) -> str:
    return f"{told.who} {'finished' if told.data.get('done') else 'took back'} “{told.data.get('name', '')}”."


def _placed(told: Told) -> str:
    count = told.case.order.milestone_count
    paid = "" if count == 1 else f", {counted(count, 'milestone')} paid one by one"
    return f"{told.who} placed the order{paid}."


_WORDS: dict[str, tuple[str, Callable[[Told], str]]] = {
    "place": ("shopping-bag", _placed),
    "payment_failed": ("triangle-alert", _failed),
    "charge_returned": ("undo-2", _returned),
    "tick_substep": ("check", _ticked),
    "mark_stage": ("check", lambda told: f"{told.who} finished the stage “{told.data.get('name', '')}”."),
    Act.FUND: ("credit-card", _funded),
    Act.ANSWER_REQUIREMENTS: (
        "list-checks",
        lambda told: f"{told.who} answered the requirements. Work began.",
    ),
    Act.SKIP_REQUIREMENTS: ("list-checks", lambda told: f"{told.who} began without the requirements."),
    Act.BEGIN: ("milestone", lambda _: "Work began."),
    Act.DELIVER: ("package", _delivered),
    Act.DELIVER_FINAL: ("package", _delivered),
    Act.POST_UPDATE: ("message-square", lambda told: f"{told.who} posted an update on {told.name}."),
    Act.REQUEST_REVISION: ("rotate-ccw", lambda told: f"{told.who} requested a revision of {told.name}."),
    Act.ACCEPT_AND_CONTINUE: ("circle-check", _accepted(" and went on")),
    Act.ACCEPT_AND_STOP: ("circle-check", _accepted(" and stopped the order")),
    Act.ACCEPT_DECIDE_LATER: ("circle-check", _accepted(", leaving the next one open")),
    Act.ACCEPT_FINAL: (
        "circle-check",
        lambda told: f"{told.who} accepted the final delivery. {told.paid_out}",
    ),
    Act.STOP: (
        "ban",
        lambda told: f"{told.who} stopped the order before {told.name}. Nothing more is charged.",
    ),
    Act.EXTEND: ("clock", lambda told: f"{told.who} took more time to answer the delivery of {told.name}."),
    Act.CANCEL_VERY_LATE: (
        "ban",
        lambda told: f"{told.who} cancelled {told.name} for lateness. {told.paid_out}",
    ),
    Act.OPEN_DISPUTE: ("flag", lambda told: f"{told.who} opened a dispute about {told.name}."),
    Act.WITHDRAW_DISPUTE: ("flag", lambda told: f"{told.who} withdrew the dispute. The time runs on."),
    Act.DECIDE_CONTINUE: ("gavel", lambda _: "Milepost decided: the work goes on."),
    Act.DECIDE_SPLIT: (
        "gavel",
        lambda told: f"Milepost decided to split the money of {told.name}. {told.paid_out}",
    ),
    Act.DECIDE_RELEASE: (
        "gavel",
        lambda told: f"Milepost decided that {told.name} is accepted. {told.paid_out}",
    ),
    Act.CLOSE_NOT_PAID: ("ban", lambda _: "The first payment was not made in time: the order was cancelled."),
    Act.CLOSE_NO_REQUIREMENTS: (
        "ban",
        lambda told: f"The requirements were not answered in time: the order was cancelled. {told.paid_out}",
    ),
    Act.CLOSE_UNANSWERED: (
        "alarm-clock",
        lambda told: f"{told.name} was not answered in time and counts as accepted. {told.paid_out}",
    ),
    Act.CLOSE_NOT_FUNDED: (
        "alarm-clock",
        lambda told: f"{told.name} was not started in time: the order ended.",
    ),
    Act.CLOSE_ABANDONED: (
        "ban",
        lambda told: f"{told.name} was never delivered and was cancelled. {told.paid_out}",
    ),
}
