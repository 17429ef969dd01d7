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


AMENDS = frozenset({Act.PROPOSE_AMENDMENT, Act.ACCEPT_AMENDMENT, Act.AMEND, Act.AMEND_REOPEN})


def _amendment(f: Facts) -> str:
    """Once when other terms are proposed, once when they are in force: by the yes, or by the payment after it."""
    if f.event.act == Act.PROPOSE_AMENDMENT:
        who = f.buyer if f.event.role == Role.BUYER else f.seller
        return f"{who} proposed changes to order {f.order.number}."
    waits = f.event.act == Act.ACCEPT_AMENDMENT and f.data.get("charge")
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
    return ""


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
