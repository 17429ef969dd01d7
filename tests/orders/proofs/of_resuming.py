"""How going on with an ended order is asked for and answered, and which facts stand in the way (row 17)."""

from typing import Any

from orders.models import Resumption
from orders.operations import resuming
from orders.states import RESUMABLE, Act, MilestoneStatus
from tests.orders.proofs.scene import Look, Scene

WORD = "We have a budget again."
ANSWERS = frozenset({Act.AGREE_RESUME, Act.DECLINE_RESUME, Act.WITHDRAW_RESUME})


def request_of(look: Look) -> Resumption | None:
    """The open one."""
    return look.standing.order.resumptions.filter(closed_at__isnull=True).first()


def not_early(look: Look) -> str:
    """Only an end before the last milestone leaves something to go on with."""
    rest = any(one.status == MilestoneStatus.DROPPED for one in look.standing.milestones)
    return "" if rest and look.standing.order.reason in RESUMABLE else "NotInThisState"


def not_to_ask(look: Look) -> str:
    """One is open."""
    return not_early(look) or ("AskedAlready" if request_of(look) else "")


def not_to_answer(look: Look) -> str:
    """Nothing is asked, or by the same side."""
    asked = request_of(look)
    if fault := not_early(look) or ("" if asked else "NothingAsked"):
        return fault
    return "NotYourPart" if asked and asked.asker_role == look.role else ""


def not_to_withdraw(look: Look) -> str:
    """Nothing is asked, or by the other side."""
    asked = request_of(look)
    if fault := not_early(look) or ("" if asked else "NothingAsked"):
        return fault
    return "" if asked and asked.asker_role == look.role else "NotYourPart"


def ask(scene: Scene, click: Any) -> object:
    """With a word."""
    return resuming.ask_to_resume(order_id=scene.order_id, text=WORD, click=click)


def agree(scene: Scene, click: Any) -> object:
    """The other side wants to go on too."""
    return resuming.agree_to_resume(order_id=scene.order_id, click=click)


def decline(scene: Scene, click: Any) -> object:
    """It does not."""
    return resuming.decline_to_resume(order_id=scene.order_id, text=WORD, click=click)


def withdraw(scene: Scene, click: Any) -> object:
    """Whoever asked takes it back."""
    return resuming.withdraw_resume(order_id=scene.order_id, click=click)


def again(scene: Scene, click: Any) -> object:
    """Leaves nothing on this order: its page makes another one, or asks for an offer."""
    del scene, click
    return None
