"""Orders that run while one of their sides is suspended, or their gig denied: nothing new begins on them."""

from orders.demo.market import Market
from orders.demo.timeline import Story, ago
from orders.payments.demo.test_cards import Behaviour


def seller_is_suspended(m: Market) -> Story:
    """Milestone 1 is delivered: its buyer may accept it, but not start the next one."""
    yield ago(days=14)
    deal = m.buy("buyer", "shop-opening")
    yield ago(days=4)
    deal.deliver("The plan, and a poster.", link="https://files.example.com/opening/poster.pdf")
    yield ago(days=3)
    m.suspend("suspended", "Three buyers report that you asked them to pay outside Milepost. Write to us.")


def buyer_is_suspended(m: Market) -> Story:
    """Milestone 1 is delivered: the suspended buyer may accept it, but not go on."""
    yield ago(days=13)
    deal = m.buy("suspended", "exploded-view")
    yield ago(days=12)
    deal.answer("Twelve.")
    yield ago(days=5)
    deal.deliver("Order of parts.", link="https://files.example.com/door/parts.png")


def gig_is_denied(m: Market) -> Story:
    """What is paid goes on; what waits for its first payment cannot be paid any more."""
    yield ago(hours=12)
    m.buy("buyer", "helpdesk", in_full=True)
    yield ago(hours=6)
    card = m.save_card("buyer", Behaviour.DECLINED)
    m.buy("buyer", "helpdesk", in_full=True, card=card)
    m.forget_card("buyer", card)
    yield ago(hours=4)
    m.deny(
        "helpdesk", "The description asks customers to pay outside Milepost. Take that out and write to us."
    )


TELLINGS = (seller_is_suspended, buyer_is_suspended, gig_is_denied)
