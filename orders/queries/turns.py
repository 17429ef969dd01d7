"""Whose turn it is, until when, and what happens otherwise: in plain words, for each side (look.md 2, "Words")."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from config.shared.durations import in_words
from config.shared.money import format_money
from orders import deadlines
from orders.good_standing import words_against
from orders.models import CancellationRequest, Resumption
from orders.queries.cancellation_words import offer_words, silence_words
from orders.queries.case import Case
from orders.queries.resumptions import remaining
from orders.queries.shares import shares_of
from orders.queries.words import counted, listed, moment_words, named
from orders.states import Act, MilestoneStatus, OrderStatus


@dataclass(frozen=True, slots=True)
class Turn:
    """``mine``: the reader has to act. ``deadline`` with ``otherwise``: what happens when nobody does until then."""

    mine: bool
    title: str
    text: str
    deadline: datetime | None = None
    otherwise: str = ""


def turn_of(case: Case) -> Turn | None:
    """The sentence of the box "What happens next"; None when nothing does any more."""
    if case.ended:
        return _afterwards(case)
    if case.overdue:
        return _over(case)
    if case.disputed:
        return _disputed(case)
    if case.request is not None:
        return _asked(case, case.request)
    if barred := _barred(case):
        return barred
    sides = _TURNS[OrderStatus(case.order.status), MilestoneStatus(case.milestone.status)]
    return sides[0 if case.is_buyer else 1](case)


def _afterwards(case: Case) -> Turn | None:
    """The reader is asked to go on, or can still write a review."""
    if case.resuming is not None and case.resuming.open is not None and case.at < case.resuming.until:
        return _resuming(case, case.resuming.open)
    if case.reviews is None or not case.reviews.asks:
        return None
    other = case.other.label
    if case.reviews.other_wrote:
        text = f"{other} wrote a review of you. Write yours to read it."
    else:
        text = f"Nobody can read it before {other} has written one too, or before the time is over."
    return Turn(
        mine=True,
        title=f"How was it to work with {other}?",
        text=text,
        deadline=case.reviews.until,
        otherwise="After that no review can be written.",
    )


def _over(case: Case) -> Turn:
    """The clock is about to do what it does."""
    if case.request is not None:
        words = silence_words(case.request, case.milestone)
        return Turn(mine=False, title="The time to answer is over", text=f"{words} Look again in a minute.")
    return Turn(
        mine=False,
        title="The time for this is over",
        text="The order is being closed. Look again in a minute.",
    )


def held_words(case: Case) -> str:
    """What is held for the running milestone."""
    return format_money(case.milestone.amount_minor)


def take_home(case: Case) -> str:
    """What the seller gets for the running milestone when it is accepted."""
    return format_money(shares_of(case.standing, case.milestone.amount_minor).to_seller)


def _disputed(case: Case) -> Turn:
    opened = case.dispute is not None and case.dispute.opener_role == case.role
    who = "You" if opened else case.other.label
    text = (
        f"{who} opened a dispute about {named(case.milestone)}. {held_words(case)} stays held and all clocks stand"
        " still until staff have read both sides and decided."
    )
    return Turn(mine=False, title="Milepost decides", text=text)


def _resuming(case: Case, asked: Resumption) -> Turn:
    """A request to go on waits for its answer."""
    other, mine = case.other.label, asked.asker_role != case.role
    said = f" {other} wrote: “{asked.text}”" if mine and asked.text else ""
    rest = counted(len(remaining(case.standing)), "milestone")
    goes = f"What never began ({rest}) would be a new order on the terms that you agreed."
    return Turn(
        mine=mine,
        title=f"Your turn: {other} asks to resume the order"
        if mine
        else f"{other}\u2019s turn: your request to resume",
        text=f"{goes}{said}",
        deadline=asked.lapses_at,
        otherwise="Without an answer nothing changes: the order stays completed.",
    )


def _barred(case: Case) -> Turn | None:
    """A milestone that waits for its payment while a side is suspended, or before the first one the gig denied."""
    if case.milestone.status != MilestoneStatus.AWAITING_PAYMENT or (case.charge and case.charge.is_checked):
        return None
    words = words_against(case.order, Act.PAY, case.role)
    if not words:
        return None
    first = case.order.status == OrderStatus.AWAITING_PAYMENT
    ends = "the order is cancelled, and nothing is charged" if first else "the order ends as completed"
    return Turn(
        mine=False,
        title=f"{named(case.milestone)} cannot begin now",
        text=words,
        deadline=case.order.due_at,
        otherwise=f"If that lasts until then, {ends}.",
    )


def _asked(case: Case, request: CancellationRequest) -> Turn:
    """A cancellation request waits for its answer; work and the delivery's own buttons stay as they are."""
    other, name = case.other.label, named(case.milestone)
    if case.answers_it:
        title = f"Your turn: {other} asks to cancel {name}"
    else:
        title = f"{other}\u2019s turn: your request to cancel {name}"
    meanwhile = ""
    if case.milestone.status == MilestoneStatus.DELIVERED:
        accepts = "you accept" if case.is_buyer else f"{other} accepts"
        meanwhile = (
            f" The time to answer the delivery stands still meanwhile; if {accepts} it, the request is over."
        )
    elif case.milestone.due_at is not None:
        due = f"It was due {_due(case)}" if case.is_late else f"Work goes on meanwhile, due {_due(case)}"
        meanwhile = f" {due}."
    else:
        meanwhile = " Work has not begun. The time to answer the questions stands still meanwhile."
    return Turn(
        mine=case.answers_it,
        title=title,
        text=f"{offer_words(case.standing, request.released_minor, case.role)}{meanwhile}",
        deadline=request.answer_by,
        otherwise=silence_words(request, case.milestone),
    )


def _buyer_pays_first(case: Case) -> Turn:
    return _trouble(case) or Turn(
        mine=True,
        title="Your turn: pay to begin",
        text=f"The order begins when {named(case.milestone)} is paid. The money is held until you accept the work.",
        deadline=case.order.due_at,
        otherwise="Otherwise the order is cancelled and nothing is charged.",
    )


def _buyer_starts_next(case: Case) -> Turn:
    return _trouble(case) or Turn(
        mine=True,
        title=f"Your turn: start {named(case.milestone)}, or stop here",
        text=f"{case.other.label} begins when it is paid. Nothing is charged unless you say so.",
        deadline=case.order.due_at,
        otherwise="Otherwise the order ends as completed, and nothing more is ever charged.",
    )


def _trouble(case: Case) -> Turn | None:
    """What stands in the way of the payment, for the buyer; None when nothing does."""
    if case.charge is not None and case.charge.is_checked:
        return Turn(
            mine=False,
            title="Your payment is being checked",
            text="The bank has not answered yet. You need not pay again: it is charged once, and we say how it went.",
        )
    first = case.order.status == OrderStatus.AWAITING_PAYMENT
    ends = "the order is cancelled" if first else "the order ends as completed"
    otherwise = f"Otherwise {ends}, and nothing is charged."
    if case.charge is not None and case.charge.asks:
        title, text = (
            "Your turn: confirm the payment",
            "Your bank wants to know that it is you. Nothing was charged yet.",
        )
    elif case.milestone.payment_trouble:
        title = "Your turn: the payment did not go through"
        text = f"{case.milestone.payment_trouble} Nothing was charged. Try again, or use another card."
    else:
        return None
    return Turn(mine=True, title=title, text=text, deadline=case.order.due_at, otherwise=otherwise)


def _seller_waits_for_money(case: Case) -> Turn:
    buyer, name = case.other.label, named(case.milestone)
    first = case.order.status == OrderStatus.AWAITING_PAYMENT
    if case.charge is not None and case.charge.is_checked:
        text = f"The payment of {name} is being checked. Do not start yet: we tell you as soon as it is held."
    elif case.charge is not None or case.milestone.payment_trouble:
        text = f"The payment of {name} did not go through, and {buyer} was asked to pay another way. Do not start yet."
    elif first:
        text = "The order begins with the first payment. Do not start yet."
    else:
        text = f"{buyer} may start {name} or stop here. Do not start yet: we tell you as soon as it is paid."
    title = f"{buyer}\u2019s turn: {'the first payment' if first else f'{name} is not paid yet'}"
    otherwise = (
        "Otherwise the order is cancelled."
        if first
        else "Otherwise the order ends as completed; you keep what you earned."
    )
    return Turn(mine=False, title=title, text=text, deadline=case.order.due_at, otherwise=otherwise)


def _buyer_answers_questions(case: Case) -> Turn:
    return Turn(
        mine=True,
        title=f"Your turn: tell {case.other.label} what is needed",
        text=f"{named(case.milestone)} is paid and held for you. Work begins with your answers.",
        deadline=case.order.due_at,
        otherwise="Without them the order is cancelled and you get everything back.",
    )


def _seller_waits_for_answers(case: Case) -> Turn:
    return Turn(
        mine=False,
        title=f"{case.other.label}\u2019s turn: the requirements",
        text=f"{named(case.milestone)} is paid and held. Your time starts with the answers; you may also skip them.",
        deadline=case.order.due_at,
        otherwise="Without them the order is cancelled and the buyer gets everything back.",
    )


def _buyer_waits_for_work(case: Case) -> Turn:
    seller, name = case.other.label, named(case.milestone)
    held = f"{held_words(case)} is held for you until you accept."
    if case.is_very_late:
        text = (
            f"It was due {_due(case)}. {held} You may cancel it alone and get it back with its fee, or wait."
        )
        return Turn(mine=False, title=f"{name} is very late", text=text)
    if case.is_late:
        text = f"It was due {_due(case)}. {held} A day after the due date you may cancel it alone."
        return Turn(mine=False, title=f"{name} is late", text=text)
    doing = "is changing" if case.milestone.status == MilestoneStatus.IN_REVISION else "is working on"
    return Turn(
        mine=False,
        title=f"{seller} {doing} {name}",
        text=f"{held} You need not do anything until it is delivered.",
        deadline=case.milestone.due_at,
    )


def _seller_works(case: Case) -> Turn:
    buyer, name = case.other.label, named(case.milestone)
    earns = f"{held_words(case)} is held; you get {take_home(case)} when {buyer} accepts."
    if case.is_late:
        worse = (
            f"{buyer} may cancel it now and get it back."
            if case.is_very_late
            else "Deliver it, or write what holds it up."
        )
        text = f"It was due {_due(case)}. {earns} {worse}"
        return Turn(mine=True, title=f"Your turn: {name} is late", text=text)
    if case.milestone.status == MilestoneStatus.IN_REVISION:
        title = f"Your turn: change {name} and deliver again"
    else:
        title = f"Your turn: work on {name} and deliver it"
    return Turn(mine=True, title=title, text=earns, deadline=case.milestone.due_at)


def _due(case: Case) -> str:
    return moment_words(case.milestone.due_at) if case.milestone.due_at else ""


def _buyer_answers_delivery(case: Case) -> Turn:
    seller, name = case.other.label, named(case.milestone)
    rest = [named(milestone) for milestone in case.following]
    change = "or say what should change."
    if case.milestone.revisions_left == 0:
        change = (
            "or buy one more revision: all of them are used. You can also ask to cancel, or open a dispute."
        )
    if not rest:
        text = f"{seller} handed in the final work. Accept it, {change}"
        otherwise = f"Without an answer it counts as accepted and {seller} is paid."
    else:
        barred = words_against(case.order, Act.ACCEPT_AND_CONTINUE, case.role)
        going_on = (
            "Accept it, with or without stopping after it,"
            if barred
            else "Accept it and go on, stop after it,"
        )
        text = f"{seller} delivered. {going_on} {change}"
        never = f"{listed(rest)} {'is' if len(rest) == 1 else 'are'} never charged"
        otherwise = f"Without an answer it counts as accepted, {seller} is paid, the order ends and {never}."
    return Turn(
        mine=True,
        title=f"Your turn: look at {name}",
        text=text,
        deadline=case.milestone.deadline_at,
        otherwise=otherwise,
    )


def _seller_waits_for_answer(case: Case) -> Turn:
    buyer, name = case.other.label, named(case.milestone)
    following = case.standing.next
    hold_on = f" Do not start {named(following)} yet." if following else ""
    ends = " and the order ends" if following else ""
    return Turn(
        mine=False,
        title=f"{buyer}\u2019s turn: your delivery of {name}",
        text=f"{buyer} may accept it or ask for a change. You get {take_home(case)} when it is accepted.{hold_on}",
        deadline=case.milestone.deadline_at,
        otherwise=f"Without an answer it counts as accepted, you get {take_home(case)}{ends}.",
    )


Side = Callable[[Case], Turn]
_O, _M = OrderStatus, MilestoneStatus
_TURNS: dict[tuple[OrderStatus, MilestoneStatus], tuple[Side, Side]] = {
    (_O.AWAITING_PAYMENT, _M.AWAITING_PAYMENT): (_buyer_pays_first, _seller_waits_for_money),
    (_O.AWAITING_REQUIREMENTS, _M.IN_PROGRESS): (_buyer_answers_questions, _seller_waits_for_answers),
    (_O.ACTIVE, _M.IN_PROGRESS): (_buyer_waits_for_work, _seller_works),
    (_O.ACTIVE, _M.IN_REVISION): (_buyer_waits_for_work, _seller_works),
    (_O.ACTIVE, _M.DELIVERED): (_buyer_answers_delivery, _seller_waits_for_answer),
    (_O.ACTIVE, _M.AWAITING_PAYMENT): (_buyer_starts_next, _seller_waits_for_money),
}


def window_words(case: Case, name: str) -> str:
    """One of the order's frozen lengths of time: ``8 days``."""
    return in_words(deadlines.window(case.order.windows, name))
