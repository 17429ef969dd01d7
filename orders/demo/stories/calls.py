"""Music with calls: one was held, one is agreed and asked to be moved, one is proposed, one came to nothing."""

from datetime import timedelta
from uuid import UUID

from config.shared import clock
from orders.demo.deal import Deal
from orders.demo.market import Market
from orders.demo.timeline import Story, ago
from orders.models import Call
from orders.operations import call_answers, call_ends
from orders.operations.calling import move_call, propose_call
from orders.operations.meeting import Meeting

ROOM = "https://meet.example.com/ana-music"


def theme_with_calls(m: Market) -> Story:
    """In progress since last week; calls in every state."""
    yield ago(days=8)
    deal = m.buy("buyer", "theme-music", "premium")
    yield ago(days=7, hours=20)
    deal.answer("A film about the lamp: calm, with one surprise.", "Rain on tin, and Arvo Pärt.")
    yield ago(days=7)
    too_early = _propose(m, "buyer", deal, _at(1, 6, 30, "Before work?"))
    yield ago(days=6, hours=22)
    call_ends.decline_call(
        order_id=deal.order_id,
        call_id=too_early,
        word="I am no use before nine. Later on any day?",
        click=m.click("seller"),
    )
    first = _propose(m, "seller", deal, _at(1, 15, 30, "What you listen to, and why"))
    yield ago(days=6, hours=21)
    _accept(m, "buyer", deal, first)
    yield ago(days=2)
    agreed = _propose(m, "seller", deal, _at(4, 14, 45, "The three sketches, one after the other"))
    yield ago(days=1, hours=20)
    _accept(m, "buyer", deal, agreed)
    yield ago(hours=6)
    _propose(m, "buyer", deal, _at(20, 16, 60, "Who plays what"), position=3)
    yield ago(hours=3)
    meeting = _at(3, 16, 45, "The hall is free only then. Does it work for you?")
    move_call(order_id=deal.order_id, call_id=agreed, meeting=meeting, click=m.click("seller"))


def _at(days: int, hour: int, minutes: int, note: str) -> Meeting:
    """A call at a full hour, some days from the scene."""
    moment = (clock.now() + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return Meeting(moment, minutes, ROOM, note)


def _propose(m: Market, who: str, deal: Deal, meeting: Meeting, *, position: int = 1) -> UUID:
    milestone = deal.order.milestones.get(position=position)
    propose_call(order_id=deal.order_id, milestone_id=milestone.pk, meeting=meeting, click=m.click(who))
    return Call.objects.filter(order_id=deal.order_id).latest("proposed_at").pk


def _accept(m: Market, who: str, deal: Deal, call_id: UUID) -> None:
    call_answers.accept_call(order_id=deal.order_id, call_id=call_id, click=m.click(who))


TELLINGS = (theme_with_calls,)
