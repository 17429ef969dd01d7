"""How a cancellation by agreement is asked for and answered, and which facts stand in the way."""

from typing import Any

from orders.models import CancellationRequest
from orders.operations import agreeing, cancelling, closing, stopping
from orders.states import Act
from tests.orders.proofs.scene import Look, Scene

REASON, WORD = "Plans have changed.", "It is nearly done."
ASKING = {"share": "refund", "reason": REASON}
ANSWERS = frozenset({Act.ACCEPT_CANCELLATION, Act.REFUSE_CANCELLATION, Act.WITHDRAW_CANCELLATION})
SILENT = frozenset({Act.GRANT_CANCELLATION, Act.LAPSE_CANCELLATION})


def request_of(look: Look) -> CancellationRequest | None:
    """The open one."""
    return look.standing.order.cancellation_requests.filter(closed_at__isnull=True).first()


def asked_already(look: Look) -> str:
    """One is open, or this side has had its one for this delivery."""
    requests = look.standing.order.cancellation_requests.filter(position=look.milestone.position)
    mine = requests.filter(requester_role=look.role, delivery_round=look.milestone.rounds)
    return "AskedAlready" if request_of(look) or mine.exists() else ""


def not_to_answer(look: Look) -> str:
    """Nothing is asked, or by the same side."""
    request = request_of(look)
    if request is None:
        return "NothingAsked"
    return "NotYourPart" if request.requester_role == look.role else ""


def not_to_withdraw(look: Look) -> str:
    """Nothing is asked, or by the other side."""
    request = request_of(look)
    if request is None:
        return "NothingAsked"
    return "" if request.requester_role == look.role else "NotYourPart"


def ask(scene: Scene, click: Any) -> object:
    """With everything back to the buyer, which silence grants while work is undelivered, whoever asks."""
    return cancelling.request_cancellation(
        order_id=scene.order_id, released_minor=0, reason=REASON, click=click
    )


def accept(scene: Scene, click: Any) -> object:
    """The other side agrees."""
    return agreeing.accept_cancellation(order_id=scene.order_id, click=click)


def refuse(scene: Scene, click: Any) -> object:
    """It does not."""
    return agreeing.refuse_cancellation(order_id=scene.order_id, text=WORD, click=click)


def withdraw(scene: Scene, click: Any) -> object:
    """Whoever asked takes it back."""
    return agreeing.withdraw_cancellation(order_id=scene.order_id, click=click)


def end(scene: Scene, click: Any) -> object:
    """The seller ends what is not paid."""
    return stopping.end_unpaid(order_id=scene.order_id, click=click)


def sweep(scene: Scene, click: Any) -> object:
    """The clock answers for whoever was silent."""
    return closing.close_order(scene.order_id, at=click.at)
