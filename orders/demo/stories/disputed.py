"""Disputes: open ones, and every way in which one ends."""

from orders.demo.market import Market, paper
from orders.demo.timeline import Story, ago
from orders.payments.demo.test_cards import Behaviour
from orders.states import Act


def curves_that_jump(m: Market) -> Story:
    """Open, by the buyer, about a delivery."""
    yield ago(days=29)
    deal = m.buy("buyer", "data-app", "premium")
    yield ago(days=28)
    deal.answer("Four temperature loggers on the network.", "Several")
    yield ago(days=20)
    deal.deliver("All four answer.", paper("reader.txt", "logger-1 21.4\nlogger-2 21.6\n"))
    yield ago(days=19)
    deal.go_on()
    yield ago(days=6)
    deal.deliver(
        "Curves, controls and alarms, as an installer.", link="https://files.example.com/loggers/setup.exe"
    )
    yield ago(days=2)
    deal.dispute(
        "The alarm comes when the kettle is cold, not when it is hot. It was in my first answer, and I was told"
        " that it is a change.",
        paper("alarm.txt", "08:02 kettle 19.8 ALARM\n08:09 kettle 96.4\n"),
    )
    yield ago(days=1, hours=15)
    deal.state(
        "The limits can be set; they came as the first answer had them. I can set them the other way round in an hour.",
        paper("limits.txt", "alarm_below = 90\nalarm_above = none\n"),
        by_seller=True,
    )
    yield ago(hours=20)
    deal.state("My first answer says: tell me when it is too hot. Please look at page one of it.")


def more_than_agreed(m: Market) -> Story:
    """Open, by the seller, while work is sent back."""
    yield ago(days=22)
    deal = m.buy("buyer2", "market-research", in_full=True)
    yield ago(days=21)
    deal.answer("Buns, to everybody in Skåne.")
    yield ago(days=15)
    deal.deliver("Ten pages and the sources.", link="https://files.example.com/research/buns.pdf")
    yield ago(days=13)
    deal.revise("Please add Denmark.")
    yield ago(days=1, hours=6)
    deal.dispute("Denmark was never part of it. The ten pages agreed are all there.", by_seller=True)


def made_up_again(m: Market) -> Story:
    """Withdrawn: the clocks run on."""
    yield ago(days=13)
    deal = m.buy("buyer", "packaging", "standard", in_full=True)
    yield ago(days=12)
    deal.answer("A lamp, sold online and in four shops.")
    yield ago(days=6)
    deal.dispute("I have not heard anything for six days.")
    yield ago(days=5, hours=20)
    m.say(
        "seller",
        "buyer",
        "I was at the printer's, and should have said so. Here are two directions for the box.",
    )
    yield ago(days=5, hours=12)
    deal.withdraw()
    yield ago(days=3)
    deal.update("The second direction as a dieline; the printer looks at it tomorrow.")


def work_goes_on(m: Market) -> Story:
    """Staff decided that work goes on."""
    yield ago(days=14)
    deal = m.buy("buyer2", "website", in_full=True)
    yield ago(days=13)
    deal.answer("Order cakes for Saturday.", "None that I like.")
    yield ago(days=7)
    deal.dispute("She says that cakes are a shop, and a shop costs more.")
    yield ago(days=6)
    deal.decide(
        Act.DECIDE_CONTINUE,
        "A form that sends an order by e-mail is part of five pages; paying online is not. Please go on.",
    )


def split(m: Market) -> Story:
    """Decided: part to the seller, part back."""
    yield ago(days=52)
    deal = m.buy("buyer", "exploded-view", "standard")
    yield ago(days=51)
    deal.answer("Forty-one.")
    yield ago(days=45)
    deal.deliver("Order of parts with labels.", link="https://files.example.com/kettle/parts.png")
    yield ago(days=44)
    deal.go_on()
    yield ago(days=36)
    deal.deliver("The loop.", link="https://files.example.com/kettle/loop.mp4")
    yield ago(days=34)
    deal.dispute("Two screws fly through the lid.")
    yield ago(days=31)
    deal.decide(
        Act.DECIDE_SPLIT,
        "The loop can be used, with a small fault that was not mended in time: three quarters are paid.",
        released_minor=258_75,
    )


def nothing_usable(m: Market) -> Story:
    """Decided: all of it back, so the order is cancelled."""
    yield ago(days=50)
    deal = m.buy("buyer2", "podcast", in_full=True)
    yield ago(days=49)
    deal.answer("Bread, for people who get up early.")
    yield ago(days=46)
    deal.deliver("First episode.", link="https://files.example.com/lund/episode-1.mp3")
    yield ago(days=45)
    deal.dispute("It is somebody else's episode.")
    yield ago(days=42)
    deal.decide(
        Act.DECIDE_SPLIT, "The file does not belong to this order. All of it goes back.", released_minor=0
    )


def released(m: Market) -> Story:
    """Decided: accepted, on the last milestone."""
    yield ago(days=41)
    deal = m.buy("buyer", "editing", in_full=True)
    yield ago(days=40)
    deal.answer("Write to me.", "https://files.example.com/kettle/footage")
    yield ago(days=35)
    deal.deliver("Two minutes fifty.", link="https://files.example.com/kettle/cut.mp4")
    yield ago(days=33)
    deal.dispute("I wanted it shorter.")
    yield ago(days=30)
    deal.decide(Act.DECIDE_RELEASE, "Up to three minutes were agreed, and it has two minutes fifty.")


def card_that_takes_nothing_back(m: Market) -> Story:
    """Decided: all of it back, but the card's account is closed. The refund waits for a person."""
    yield ago(days=27)
    card = m.save_card("buyer2", Behaviour.NO_REFUND)
    deal = m.buy("buyer2", "proofreading", in_full=True, card=card)
    yield ago(days=24)
    deal.deliver("Your text, read.", link="https://files.example.com/lund/menu.pdf")
    yield ago(days=23)
    deal.dispute("It is the menu of another café.")
    yield ago(days=21)
    deal.decide(Act.DECIDE_SPLIT, "The file is somebody else's. All of it goes back.", released_minor=0)
    yield ago(days=20)
    m.forget_card("buyer2", card)


TELLINGS = (
    curves_that_jump,
    card_that_takes_nothing_back,
    more_than_agreed,
    made_up_again,
    work_goes_on,
    split,
    nothing_usable,
    released,
)
