"""Orders that were cancelled before the seller had any money."""

from orders.demo.market import Market
from orders.demo.timeline import Story, ago
from orders.payments.demo.test_cards import Behaviour


def never_paid(m: Market) -> Story:
    """The card was declined, and no other came."""
    yield ago(days=28)
    card = m.save_card("buyer2", Behaviour.INSUFFICIENT)
    m.buy("buyer2", "exploded-view", card=card)
    yield ago(days=27, hours=23)
    m.forget_card("buyer2", card)


def offer_never_paid(m: Market) -> Story:
    """An accepted offer whose first payment failed: order cancelled, offer expired."""
    yield ago(days=19)
    rows = [
        ("Names and looks", "Three names, three looks.", 6, 260),
        ("Labels", "Six labels, ready to print.", 8, 420),
    ]
    offer = m.send("seller", "buyer", "logo", rows, note="For the tea tins.")
    yield ago(days=18)
    card = m.save_card("buyer", Behaviour.DECLINED)
    m.accept("buyer", offer, card=card)
    yield ago(days=17, hours=22)
    m.forget_card("buyer", card)


def never_answered(m: Market) -> Story:
    """Paid, but the questions were not answered in 14 days: refunded."""
    yield ago(days=32)
    m.buy("buyer", "data-app", "standard")


def too_late(m: Market) -> Story:
    """The only milestone was very late: cancelled and refunded."""
    yield ago(days=37)
    deal = m.buy("buyer", "newsletter", in_full=True)
    yield ago(days=36)
    deal.answer("None yet")
    yield ago(days=24)
    deal.cancel_very_late()


def never_delivered(m: Market) -> Story:
    """Nothing came in 30 days past due."""
    yield ago(days=45)
    deal = m.buy("buyer2", "illustration", in_full=True)
    yield ago(days=44)
    deal.answer("A rye bread, a bun, a bag of flour.")


TELLINGS = (never_paid, offer_never_paid, never_answered, too_late, never_delivered)
