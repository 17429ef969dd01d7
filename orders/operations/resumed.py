"""The order that goes on where another one ended: what never began, at the agreed terms (product.md 5.2, row 17)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from orders import deadlines
from orders.models import Answer, Order, OrderMilestone, new_number
from orders.operations.earlier_answers import copy_answers
from orders.operations.placing import figures
from orders.operations.telling import tell
from orders.queries.resumptions import remaining
from orders.standing import Actor, Standing
from orders.transitions import begin, note

TERMS = ("name", "description", "zoom", "amount_minor", "days", "revisions")


def begin_resumed(standing: Standing, actor: Actor, at: datetime) -> Order:
    """Place it inside the caller's transaction; it waits for its first payment, which its buyer makes.

    Amounts, rates and windows are those of the old order, not today's. What was asked is not asked again: its answers
    come along, and the files stay where they are.
    """
    old, rows = standing.order, [_row(one) for one in remaining(standing)]
    begun = begin(_linked(old, rows, at), rows)
    copy_answers(Answer.objects.filter(order_id=old.pk), begun.order)
    data = {**figures(begun.milestones), "resumes": old.number}
    tell(note(begun, "place", actor, at, data))
    return begun.order


def _row(one: OrderMilestone) -> dict[str, Any]:
    substeps = [{**step, "done": False} for step in one.substeps]
    return {**{name: getattr(one, name) for name in TERMS}, "substeps": substeps}


def _linked(old: Order, rows: Sequence[dict[str, Any]], at: datetime) -> Order:
    return Order(
        number=new_number(),
        buyer_id=old.buyer_id,
        seller_id=old.seller_id,
        gig_id=old.gig_id,
        conversation_id=old.conversation_id,
        card_id=old.card_id,
        resumes=old,
        title=old.title,
        package_name=old.package_name,
        kind=old.kind,
        milestone_count=len(rows),
        commission_bp=old.commission_bp,
        fee_bp=old.fee_bp,
        windows=old.windows,
        questions=[{**question, "required": False} for question in old.questions],
        placed_at=at,
        due_at=at + deadlines.window(old.windows, "FIRST_PAYMENT_WINDOW"),
    )
