"""Orders that ended early and go on: asked and not answered yet, and agreed."""

from uuid import uuid4

from config.shared import clock
from config.shared.commands import Click
from orders.demo.deal import Deal
from orders.demo.market import Market
from orders.demo.timeline import Story, ago
from orders.models import Order
from orders.operations import resuming
from orders.states import Act

LABELS = [
    ("Two directions", "Both on one page, in black and white.", 4, 160),
    ("Six labels", "One for each tea, ready to print.", 6, 420),
    ("Gift box", "The sleeve and the bottom.", 5, 280),
]
SHELF = [
    ("Measures and materials", "What carries how much.", 3, 140),
    ("Model and views", "Everything from four sides.", 6, 380),
    ("Assembly in ten pictures", "Nobody reads more.", 5, 260),
]


def labels_to_go_on(m: Market) -> Story:
    """Stopped after the first of three; the buyer asks to resume, and the seller has not answered."""
    yield ago(days=24)
    deal = m.accept("buyer2", m.send("seller", "buyer2", "packaging", LABELS, note="Six teas, one family."))
    yield ago(days=21)
    deal.deliver("Two directions.", link="https://files.example.com/tea/directions.pdf")
    yield ago(days=20)
    deal.accept(Act.ACCEPT_AND_STOP)
    yield ago(days=3)
    _ask(m, "buyer2", deal, "The harvest is in after all. Can we go on where we stopped?")


def shelf_that_goes_on(m: Market) -> Story:
    """Stopped after the first of three; the seller asked, the buyer agreed, and the next one is being worked on."""
    yield ago(days=27)
    deal = m.accept(
        "buyer", m.send("seller", "buyer", "packaging", SHELF, note="The shelf, as talked about.")
    )
    yield ago(days=25)
    deal.deliver("Measures.", link="https://files.example.com/shelf/measures.pdf")
    yield ago(days=24)
    deal.accept(Act.ACCEPT_AND_STOP)
    yield ago(days=6)
    _ask(m, "seller", deal, "The steel is back in stock. I have two weeks free.")
    yield ago(days=5, hours=5)
    order = deal.order
    resuming.agree_to_resume(order_id=order.pk, click=_press(m, "buyer", order))
    yield ago(days=5, hours=4)
    new = Deal(Order.objects.get(resumes=order).pk, deal.card_id, deal.staff_id)
    new.pay()
    yield ago(days=2)
    new.update("The model stands. Views on Thursday.")


def _ask(m: Market, who: str, deal: Deal, text: str) -> None:
    order = deal.order
    resuming.ask_to_resume(order_id=order.pk, text=text, click=_press(m, who, order))


def _press(m: Market, who: str, order: Order) -> Click:
    return Click(actor_id=m.people[who].pk, key=uuid4(), version=order.version, at=clock.now())


TELLINGS = (labels_to_go_on, shelf_that_goes_on)
