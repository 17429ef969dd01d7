"""How a change of terms is proposed and answered, and which facts stand in the way."""

import uuid
from dataclasses import replace
from typing import Any

from config.shared.money import format_plain
from offers.rows import as_posted
from orders.amending import Changes
from orders.amending.changes import row_of
from orders.amending.plan import not_begun, paid_one
from orders.forms.amending import planned_initial
from orders.models import Amendment
from orders.operations import amending, consenting
from orders.standing import Standing
from orders.states import Act
from tests.orders.proofs.scene import Look, Scene

DEARER = 1_000
ANSWERS = frozenset(
    {
        Act.ACCEPT_AMENDMENT,
        Act.REFUSE_AMENDMENT,
        Act.WITHDRAW_AMENDMENT,
        Act.PAY_AMENDMENT,
        Act.LAPSE_AMENDMENT,
    }
)
FOLLOWS = frozenset({Act.AMEND, Act.AMEND_REOPEN})
"""What a yes or a payment leads to, in the same transaction."""


def changes_of(standing: Standing) -> Changes:
    """The paid milestone dearer; between two milestones a day more for what comes."""
    paid = paid_one(standing)
    if paid is not None:
        return Changes(amount_minor=paid.amount_minor + DEARER)
    rows = [row_of(one) for one in not_begun(standing)]
    return Changes(rest=(replace(rows[0], days=rows[0].days % 30 + 1), *rows[1:]))


def proposing(scene: Scene) -> dict[str, Any]:
    """The same as the page of proposing types it."""
    standing = scene.shown
    paid, rows = paid_one(standing), [planned_initial(one) for one in not_begun(standing)]
    typed = {"do": "send", "note": "More to do.", "order": [str(n) for n in range(len(rows))]}
    if paid is not None:
        amount = format_plain(paid.amount_minor + DEARER)
        typed |= {"days": "0", "amount": amount, "revisions": "0", "price": ""}
    elif rows:
        rows[0]["days"] = str(int(rows[0]["days"]) % 30 + 1)
    return {**typed, "rows": str(len(rows)), **as_posted(rows)}


def answering(scene: Scene) -> dict[str, Any]:
    """Every page of an answer names the proposal that it showed."""
    return {"amendment": str(_id(scene))}


def open_one(look: Look) -> Amendment | None:
    """The one that waits, by its own time."""
    found = look.standing.order.amendments.filter(closed_at__isnull=True).first()
    return None if found is None or (found.due_at and look.at >= found.due_at) else found


def lapsed(look: Look) -> str:
    """Its time is over: whoever comes now lets it lapse, and hears that before anything else."""
    found = look.standing.order.amendments.filter(closed_at__isnull=True).first()
    return "AmendmentLapsed" if found and found.due_at and look.at >= found.due_at else ""


def proposed_already(look: Look) -> str:
    """One at a time."""
    return "ProposedAlready" if open_one(look) else ""


def not_to_answer(look: Look) -> str:
    """Nothing is proposed, or by the same side."""
    found = open_one(look)
    if found is None:
        return "Stale"
    if found.role == look.role:
        return "NotYourPart"
    return "AgreedAlready" if found.agreed_at else ""


def not_to_withdraw(look: Look) -> str:
    """Nothing is proposed, or by the other side, or it is agreed."""
    found = open_one(look)
    if found is None:
        return "Stale"
    if found.role != look.role:
        return "NotYourPart"
    return "AgreedAlready" if found.agreed_at else ""


def not_to_pay(look: Look) -> str:
    """Nothing is agreed."""
    found = open_one(look)
    if found is None:
        return "Stale"
    return "" if found.agreed_at else "NotInThisState"


def _id(scene: Scene) -> uuid.UUID:
    found = Amendment.objects.filter(order=scene.order_id, closed_at__isnull=True).first()
    return found.pk if found else uuid.uuid4()


def propose(scene: Scene, click: Any) -> object:
    """Another amount, or another time for what comes."""
    return amending.propose(
        order_id=scene.order_id, changes=changes_of(scene.shown), note_text="More to do.", click=click
    )


def accept(scene: Scene, click: Any) -> object:
    """The other side says yes; a buyer's yes is charged to a card that is good."""
    return consenting.accept(
        order_id=scene.order_id, amendment_id=_id(scene), click=click, card_id=scene.card()
    )


def refuse(scene: Scene, click: Any) -> object:
    """It says no."""
    return amending.refuse(order_id=scene.order_id, amendment_id=_id(scene), click=click)


def withdraw(scene: Scene, click: Any) -> object:
    """Whoever proposed takes it back."""
    return amending.withdraw(order_id=scene.order_id, amendment_id=_id(scene), click=click)


def pay(scene: Scene, click: Any) -> object:
    """The buyer pays what was agreed."""
    return consenting.pay_difference(
        order_id=scene.order_id, amendment_id=_id(scene), card_id=scene.card(), click=click
    )
