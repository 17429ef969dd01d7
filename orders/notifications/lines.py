"""System lines in the conversation of an order's two parties: the turning points, each once."""

from django.db import transaction

from offers.models import Conversation, Message
from offers.operations.messages import system_line
from orders.notifications.facts import Facts
from orders.states import ENDED, Act, Kind, Reason, Role

DELIVERED = frozenset({Act.DELIVER, Act.DELIVER_FINAL})
ENDS = frozenset(
    {
        Act.ACCEPT_AND_STOP,
        Act.ACCEPT_FINAL,
        Act.STOP,
        Act.CANCEL_VERY_LATE,
        Act.ACCEPT_CANCELLATION,
        Act.GRANT_CANCELLATION,
        Act.END_UNPAID,
        Act.DECIDE_SPLIT,
        Act.CLOSE_NOT_PAID,
        Act.CLOSE_NO_REQUIREMENTS,
        Act.CLOSE_UNANSWERED,
        Act.CLOSE_NOT_FUNDED,
        Act.CLOSE_ABANDONED,
    }
)


AMENDS = frozenset({Act.ACCEPT_AMENDMENT, Act.AMEND, Act.AMEND_REOPEN})
SAID: dict[str, str] = {
    Act.REQUEST_CANCELLATION: "{who} asked to cancel {what}.",
    Act.REFUSE_CANCELLATION: "{who} refused to cancel {what}.",
    Act.WITHDRAW_CANCELLATION: "{who} withdrew the request to cancel {what}.",
    Act.LAPSE_CANCELLATION: "The request to cancel {what} was not answered and has lapsed.",
    Act.PROPOSE_AMENDMENT: "{who} proposed changes to order {number}.",
    Act.REFUSE_AMENDMENT: "{who} refused the changes to order {number}.",
    Act.WITHDRAW_AMENDMENT: "{who} withdrew the proposed changes to order {number}.",
    Act.LAPSE_AMENDMENT: "The proposed changes to order {number} have lapsed.",
    Act.OPEN_DISPUTE: "{who} opened a dispute about {what}. All clocks stand still.",
    Act.WITHDRAW_DISPUTE: "{who} withdrew the dispute about {what}. Every clock runs on.",
    Act.DECIDE_CONTINUE: "Milepost decided the dispute: work on {what} goes on.",
    Act.DECIDE_RELEASE: "Milepost decided the dispute: {what} is accepted.",
    Act.RESUME: "{who} asked to resume order {number}.",
    Act.DECLINE_RESUME: "{who} declined to resume order {number}.",
    Act.WITHDRAW_RESUME: "{who} took back the request to resume order {number}.",
    "lapse_resume": "The request to resume order {number} was not answered.",
    Act.PROPOSE_CALL: "{who} proposed a call about {call}.",
    Act.MOVE_CALL: "{who} suggested another time for the call about {call}.",
    Act.ACCEPT_CALL: "{who} accepted the call about {call}.",
    Act.DECLINE_CALL: "{who} declined the call about {call}.",
    Act.WITHDRAW_CALL: "{who} took back the call about {call}.",
    Act.CANCEL_CALL: "{who} cancelled the call about {call}.",
}
"""What one side asks and what the other answers. No moment and no word of theirs: both read the same sentence."""


def _said(f: Facts, words: str) -> str:
    """A call is about the milestone that its event names, everything else about the one that the order is about."""
    number = f.order.number
    comma = "," if f.order.kind == Kind.MILESTONES else ""
    return words.format(
        who=f.buyer if f.event.role == Role.BUYER else f.seller,
        what=f"{f.step}{comma} of order {number}",
        call=f"“{f.data.get('name', '')}”, of order {number}",
        number=number,
    )


def _amendment(f: Facts) -> str:
    """Once when other terms are in force: by the yes, or by the payment after it.

    A buyer's yes pays at once, so that only a seller's yes is told before the payment.
    """
    waits = f.event.act == Act.ACCEPT_AMENDMENT and f.data.get("charge")
    if waits and f.event.role == Role.SELLER:
        return f"{f.seller} agreed to the changes to order {f.order.number}, which count when the difference is paid."
    return "" if waits else f"Order {f.order.number} has new terms."


def _placed(f: Facts) -> str:
    number = f.order.number
    if old := f.data.get("resumes"):
        return f"Order {old} is resumed: it goes on as order {number}."
    if f.order.month and f.order.month > 1:
        return f"Month {f.order.month} of the subscription {f.title} was ordered: order {number}."
    # an accepted offer has its own line, with the order's number
    return "" if f.order.offer_id else f"{f.buyer} ordered {f.title}: order {number}."


def line_of(f: Facts) -> str:
    """The sentence both read; empty for an event that is no turning point."""
    number = f.order.number
    if f.event.act == "place":
        return _placed(f)
    if f.event.act in AMENDS:
        return _amendment(f)
    if f.event.act in DELIVERED:
        comma = "," if f.order.kind == Kind.MILESTONES else ""
        return f"{f.seller} delivered {f.step}{comma} of order {number}."
    last_release = f.event.act == Act.DECIDE_RELEASE and f.is_last
    if (f.event.act in ENDS or last_release) and f.order.status in ENDED:
        return f"Order {number} is {f.order.status}: {Reason(f.order.reason).label}."
    return _said(f, SAID[f.event.act]) if f.event.act in SAID else ""


def write_line(f: Facts) -> None:
    """Write it unless it stands there already. The conversation's lock makes "already" certain."""
    text, conversation_id = line_of(f), f.order.conversation_id
    if not text or conversation_id is None:
        return
    url = f"/orders/{f.order.number}/"
    with transaction.atomic():
        conversation = Conversation.objects.select_for_update().get(pk=conversation_id)
        lines = conversation.messages.filter(kind=Message.Kind.SYSTEM, url=url, body=text)
        if not lines.filter(created_at=f.event.at).exists():
            system_line(conversation.pk, text, url, f.event.at)
