"""How both sides review each other once an order is completed, and which facts stand in the way."""

from datetime import timedelta
from typing import Any

from orders.models import Review
from orders.operations import reviewing
from orders.states import Act
from tests.orders.proofs.scene import Look, Scene

WORDS = "Clear words, on time, and a plan that my bank has read."
THANKS = "Thank you."
TYPED = {"first": "5", "second": "4", "third": "5", "text": WORDS, "private_note": ""}
WINDOW, REPLY = timedelta(days=14), timedelta(days=30)
BY_STAFF = frozenset({Act.HIDE_REVIEW, Act.SHOW_REVIEW})
"""About one review, not about an order: tests/orders/test_reviews.py."""


def too_late_to_write(look: Look) -> str:
    """Public, or the fortnight is over."""
    order = look.standing.order
    if order.ended_at is None or look.at >= order.ended_at + WINDOW:
        return "ReviewsOver"
    mine = Review.objects.filter(order=order, role=look.role).first()
    return "PublicAlready" if mine and mine.published_at else ""


def nothing_to_reply(look: Look) -> str:
    """No public review of this side without its reply."""
    theirs = Review.objects.filter(order=look.standing.order).exclude(role=look.role).first()
    if theirs is None or theirs.published_at is None or theirs.replied_at or theirs.hidden_at:
        return "NothingToReply"
    return "" if look.at < theirs.published_at + REPLY else "NothingToReply"


def write(scene: Scene, click: Any) -> object:
    """Five, four and five stars."""
    opinion = reviewing.Opinion(stars=(5, 4, 5), text=WORDS)
    return reviewing.write_review(order_id=scene.order_id, opinion=opinion, click=click)


def reply(scene: Scene, click: Any) -> object:
    """A few words of thanks."""
    return reviewing.reply(order_id=scene.order_id, text=THANKS, click=click)
