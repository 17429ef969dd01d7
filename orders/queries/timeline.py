"""Everything that happened to an order, in words, the newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Window

from config.shared.money import format_money
from orders.models import Event, GoodwillRefund
from orders.queries.amendment_lines import AMENDMENT_LINES
from orders.queries.call_lines import CALL_LINES, ended_calls
from orders.queries.cancellation_words import offer_words
from orders.queries.case import Case
from orders.queries.told import Told
from orders.queries.words import counted
from orders.states import Act, Role


@dataclass(frozen=True, slots=True)
class Line:
    """One event. ``text``: what somebody wrote with it. ``changed_terms``: it put other terms in force."""

    icon: str
    words: str
    at: datetime
    text: str = ""
    changed_terms: bool = False


LINES_MAX = 100
"""Events on the page of an order; what happened before them is a click away."""


@dataclass(frozen=True, slots=True)
class History:
    """``lines``: the newest first. ``count``: how many events there are in all."""

    lines: list[Line]
    count: int

    @property
    def earlier(self) -> int:
        """How many do not stand among the lines."""
        return self.count - len(self.lines)


def history_of(case: Case, *, whole: bool = False) -> History:
    """One line for each event, of the newest ``LINES_MAX`` unless the ``whole`` is asked for; in one statement."""
    events = Event.objects.filter(order_id=case.order.pk).annotate(total=Window(Count("pk"))).order_by("-id")
    found = list(events if whole else events[:LINES_MAX])
    return History([line_of(case, event) for event in found], found[0].total if found else 0)


def line_of(case: Case, event: Event) -> Line:
    """One event in words."""
    told = Told(case, event)
    icon, words = _WORDS.get(event.act, ("circle", lambda told: f"{told.event.get_act_display()}."))
    text = "" if event.act == "payment_failed" else str(event.data.get("text", ""))
    said = f"{words(told)} {ended_calls(told.data)}"
    return Line(icon, said.strip(), event.at, text, changed_terms=event.act in {Act.AMEND, Act.AMEND_REOPEN})


def _failed(told: Told) -> str:
    why = f" {told.data.get('words', '')}" if told.case.role != Role.SELLER else ""
    return f"The payment of {told.name} did not go through.{why}"


def _accepted(rest: str) -> Callable[[Told], str]:
    return lambda told: f"{told.who} accepted {told.name}{rest}. {told.paid_out}"


def _funded(told: Told) -> str:
    """Events from before amounts were kept with them have the milestone's own."""
    amount = told.case.standing.milestones[(told.event.position or 1) - 1].amount_minor
    return f"{told.name} is paid: {format_money(int(told.data.get('amount', amount)))} is held."


def _returned(told: Told) -> str:
    to = "your card" if told.case.is_buyer else "the buyer"
    return (
        f"A payment that came too late, {format_money(int(told.data.get('amount', 0)))}, goes back to {to}."
    )


def _refund(what: str) -> Callable[[Told], str]:
    def words(told: Told) -> str:
        to = "you" if told.case.is_buyer else told.case.order.buyer.label
        return f"{format_money(int(told.data.get('amount', 0)))} {what.format(to)}."

    return words


def _goodwill(told: Told) -> str:
    to = "you" if told.case.is_buyer else told.case.order.buyer.label
    amount = format_money(int(told.data.get("amount", 0)))
    back = f"{amount} of {told.name} goes back to {to}, out of goodwill."
    if told.case.is_buyer:
        return back
    if told.data.get("bearer") == GoodwillRefund.Bearer.MILEPOST:
        return f"{back} Milepost bears it."
    whose = "your" if told.case.role == Role.SELLER else "the seller's"
    return (
        f"{back} {format_money(int(told.data.get('of_seller', 0)))} is taken from {whose} clearing earnings."
    )


def _delivered(told: Told) -> str:
    final = "the final work, " if told.event.act == Act.DELIVER_FINAL else ""
    again = f", delivery {told.data['round']}" if told.data.get("round", 1) > 1 else ""
    return f"{told.who} delivered {final}{told.name}{again}."


def _published(told: Told) -> str:
    both = len(told.data.get("written", ())) > 1
    return "Both reviews are public." if both else "The time for reviews is over: what was written is public."


def _author(told: Told) -> str:
    role = Role(told.data.get("author", Role.BUYER))
    if role == told.case.role:
        return "you"
    return told.case.order.buyer.label if role == Role.BUYER else told.case.order.seller.label


def _asked_to_cancel(told: Told) -> str:
    offer = offer_words(told.case.standing, int(told.data.get("released", 0)), told.case.role)
    current = told.event.position == told.case.order.current
    return f"{told.who} asked to cancel {told.name}. {offer if current else ''}"


def _ticked(told: Told) -> str:
    return f"{told.who} {'finished' if told.data.get('done') else 'took back'} “{told.data.get('name', '')}”."


def _placed(told: Told) -> str:
    if old := told.data.get("resumes"):
        return f"{told.who} agreed to resume order {old}: what never began goes on here."
    if month := told.data.get("month"):
        return f"Month {month} of the subscription was ordered on its day."
    count = told.case.order.milestone_count
    paid = "" if count == 1 else f", {counted(count, 'milestone')} paid one by one"
    return f"{told.who} placed the order{paid}."


def _not_paid(told: Told) -> str:
    if told.data.get("subscription"):
        return "The subscription was over before this month was paid: the order was cancelled. Nothing was charged."
    return "The first payment was not made in time: the order was cancelled."


_WORDS: dict[str, tuple[str, Callable[[Told], str]]] = {
    "place": ("shopping-bag", _placed),
    "payment_failed": ("triangle-alert", _failed),
    "charge_returned": ("undo-2", _returned),
    "refund_sent": ("undo-2", _refund("has gone back to {}")),
    "refund_refused": ("triangle-alert", _refund("could not be sent back to {} yet. Milepost sees to it")),
    "refund_by_hand": ("undo-2", _refund("was paid back to {} by Milepost, outside the card")),
    "goodwill": ("undo-2", _goodwill),
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
    Act.REQUEST_CANCELLATION: ("ban", _asked_to_cancel),
    Act.ACCEPT_CANCELLATION: (
        "ban",
        lambda told: f"{told.who} agreed to cancel {told.name}. {told.paid_out}",
    ),
    Act.REFUSE_CANCELLATION: (
        "undo-2",
        lambda told: f"{told.who} refused to cancel {told.name}. The order goes on.",
    ),
    Act.WITHDRAW_CANCELLATION: (
        "undo-2",
        lambda told: f"{told.who} withdrew the request to cancel {told.name}. The order goes on.",
    ),
    Act.GRANT_CANCELLATION: (
        "alarm-clock",
        lambda told: (
            f"The request to cancel {told.name} was not answered, so it counts as agreed. {told.paid_out}"
        ),
    ),
    Act.LAPSE_CANCELLATION: (
        "alarm-clock",
        lambda told: f"The request to cancel {told.name} was not answered and lapsed. The order goes on.",
    ),
    Act.END_UNPAID: (
        "ban",
        lambda told: f"{told.who} ended the order before {told.name} was paid. Nothing more is charged.",
    ),
    Act.OPEN_DISPUTE: ("flag", lambda told: f"{told.who} opened a dispute about {told.name}."),
    Act.ADD_STATEMENT: ("flag", lambda told: f"{told.who} made a statement in the dispute."),
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
    Act.RESUME: ("handshake", lambda told: f"{told.who} asked to resume the order."),
    Act.AGREE_RESUME: (
        "handshake",
        lambda told: f"{told.who} agreed to resume it. It goes on as order {told.data.get('successor', '')}.",
    ),
    Act.DECLINE_RESUME: ("ban", lambda told: f"{told.who} declined to resume the order."),
    Act.WITHDRAW_RESUME: ("undo-2", lambda told: f"{told.who} took back the request to resume it."),
    "lapse_resume": ("clock", lambda _: "The request to resume it was not answered in time."),
    Act.WRITE_REVIEW: ("star", lambda told: f"{told.who} wrote a review."),
    Act.PUBLISH_REVIEWS: ("star", _published),
    Act.REPLY_REVIEW: ("message-square", lambda told: f"{told.who} replied to a review."),
    Act.HIDE_REVIEW: ("ban", lambda told: f"Milepost hid the review that {_author(told)} wrote."),
    Act.SHOW_REVIEW: ("eye", lambda told: f"Milepost shows the review that {_author(told)} wrote again."),
    Act.CLOSE_NOT_PAID: ("ban", _not_paid),
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
    **AMENDMENT_LINES,
    **CALL_LINES,
}
