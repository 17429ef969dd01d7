"""Work by the month: one in its third, one whose charge failed, one cancelled, one offered."""

from orders.demo.market import Market
from orders.demo.timeline import Story, ago
from orders.payments.demo.test_cards import Behaviour

POSTS = "Twelve posts a month, planned on one page and written in your voice."
LETTER = "One letter a month to your customers: text, pictures, and the list kept clean."


def third_month(m: Market) -> Story:
    """Month 3 of 6 runs, the first two were accepted."""
    yield ago(days=72)
    offer = m.offer_monthly("seller2", "buyer", "content-month", "240", months=6, note=POSTS)
    yield ago(days=71)
    plan = m.subscribe("buyer", offer)
    yield ago(days=56)
    plan.month(1).deliver("Twelve posts for the first month.", link="https://files.example.com/posts/1.pdf")
    yield ago(days=55)
    plan.month(1).finish()
    yield ago(days=26)
    plan.month(2).deliver(
        "Month two: the workshop, in twelve parts.", link="https://files.example.com/posts/2.pdf"
    )
    yield ago(days=24)
    plan.month(2).finish()
    yield ago(days=3)
    plan.month(3).update("The plan for this month is ready. Writing begins tomorrow.")


def charge_failed(m: Market) -> Story:
    """Month 2 of 3 waits for its payment: the card was declined some days ago."""
    yield ago(days=37)
    offer = m.offer_monthly("seller2", "buyer2", "content-month", "180", months=3, note=LETTER)
    yield ago(days=36)
    plan = m.subscribe("buyer2", offer, card=m.save_card("buyer2", Behaviour.FIRST_ONLY))
    yield ago(days=20)
    plan.month(1).deliver("The first letter, ready to send.", link="https://files.example.com/letter/1.html")
    yield ago(days=18)
    plan.month(1).finish()


def cancelled(m: Market) -> Story:
    """Cancelled by its buyer after two months; both were delivered and paid."""
    yield ago(days=66)
    offer = m.offer_monthly(
        "seller2", "buyer2", "market-research", "320", months=12, note="A page of figures every month."
    )
    yield ago(days=65)
    plan = m.subscribe("buyer2", offer)
    yield ago(days=47)
    plan.month(1).deliver(
        "The first page: who sold what, and for how much.", link="https://files.example.com/figures/1.pdf"
    )
    yield ago(days=45)
    plan.month(1).finish()
    yield ago(days=17)
    plan.month(2).deliver(
        "The second page, with last month beside it.", link="https://files.example.com/figures/2.pdf"
    )
    yield ago(days=16)
    plan.month(2).finish()
    yield ago(days=12)
    plan.cancel()


def offered(m: Market) -> Story:
    """Sent yesterday: three months, to be accepted."""
    yield ago(days=1, hours=3)
    m.offer_monthly(
        "seller2", "buyer", "cash-plan", "400", months=3, note="Your figures kept up to date, every month."
    )


TELLINGS = (third_month, charge_failed, cancelled, offered)
