"""Cancellation by agreement: asked and open, and every way in which it ends."""

from orders.demo.market import Market, paper
from orders.demo.timeline import Story, ago
from orders.states import Act


def hand_in_plaster(m: Market) -> Story:
    """Open: the seller asks, the work has begun; 30 hours left for the buyer."""
    yield ago(days=4)
    deal = m.buy("buyer", "theme-music")
    yield ago(days=3, hours=20)
    deal.answer("A lamp that is switched on.", "Something with bells.")
    yield ago(hours=18)
    deal.ask_to_cancel(
        "I broke my hand and cannot play for six weeks. The sketches are yours, so I ask for $40 of it.",
        released_minor=40_00,
        by_seller=True,
    )


def shop_is_closed(m: Market) -> Story:
    """Open: the buyer asks, nothing is delivered; 40 hours left for the seller."""
    yield ago(days=4)
    deal = m.buy("buyer2", "newsletter", in_full=True)
    yield ago(days=3, hours=20)
    deal.answer("Brevo")
    yield ago(hours=8)
    deal.ask_to_cancel("We close the shop in Malmö, so there is nothing to write about.")


def not_the_right_voice(m: Market) -> Story:
    """Agreed: everything back, so the order is cancelled."""
    yield ago(days=24)
    deal = m.buy("buyer", "voice", in_full=True)
    yield ago(days=23, hours=20)
    deal.answer("Turn the light, not the lamp.", "German")
    yield ago(days=23)
    deal.ask_to_cancel("I have a cold that does not go away, and you need it this week.", by_seller=True)
    yield ago(days=22, hours=20)
    deal.agree()


def half_a_film(m: Market) -> Story:
    """Agreed: the second milestone is split after its delivery."""
    yield ago(days=40)
    deal = m.buy("buyer", "launch-film")
    yield ago(days=39)
    deal.answer("The lamp, without people.", "Fair or screen")
    yield ago(days=35)
    deal.deliver("Script.", link="https://files.example.com/lamp/script.pdf")
    yield ago(days=33)
    deal.go_on()
    yield ago(days=28)
    deal.deliver("The model, without brass.", link="https://files.example.com/lamp/model.png")
    yield ago(days=27)
    deal.ask_to_cancel(
        "The fair is cancelled, so we need no film. $80 for the model is fair.", released_minor=80_00
    )
    yield ago(days=26)
    deal.agree(by_seller=True)


def nearly_done(m: Market) -> Story:
    """Refused with a word: work goes on, and is delivered."""
    yield ago(days=8)
    deal = m.buy("buyer2", "market-research", in_full=True)
    yield ago(days=7, hours=12)
    deal.answer("Cakes, to everybody in Skåne.")
    yield ago(days=3)
    deal.ask_to_cancel("I thought that it would be done by now.")
    yield ago(days=2, hours=18)
    deal.refuse("Eight of ten pages are written; you have them on Friday.", by_seller=True)
    yield ago(days=1)
    deal.deliver("Ten pages.", paper("cakes.txt", "Skåne, 312 bakeries\n"))


def silence_says_yes(m: Market) -> Story:
    """Nobody answered the buyer's request about undelivered work: it counts as agreed."""
    yield ago(days=32)
    deal = m.buy("buyer2", "podcast", in_full=True)
    yield ago(days=31)
    deal.answer("Bread, for people who stay up late.")
    yield ago(days=29)
    deal.ask_to_cancel("My brother makes it for nothing.")


def silence_says_no(m: Market) -> Story:
    """Nobody answered the buyer's request about delivered work: it lapsed, and the time runs on."""
    yield ago(days=5)
    deal = m.buy("buyer", "packaging", in_full=True)
    yield ago(days=4, hours=20)
    deal.answer("A small lamp, sold online.")
    yield ago(days=3, hours=12)
    deal.deliver("A box with a window.", link="https://files.example.com/lamp/box.pdf")
    yield ago(days=3)
    deal.ask_to_cancel("It has a window.")


def no_more_time(m: Market) -> Story:
    """The seller ended the order before the second milestone was paid."""
    yield ago(days=30)
    deal = m.buy("buyer2", "cafe-plan")
    yield ago(days=29)
    deal.answer("Lund, Stora Södergatan, 4,200 a month.")
    yield ago(days=26)
    deal.deliver("Numbers of the first year.", paper("cafe.csv", "month,sold\n1,2100\n"))
    yield ago(days=25)
    deal.accept(Act.ACCEPT_DECIDE_LATER)
    yield ago(days=22)
    deal.end()


TELLINGS = (
    hand_in_plaster,
    shop_is_closed,
    not_the_right_voice,
    half_a_film,
    nearly_done,
    silence_says_yes,
    silence_says_no,
    no_more_time,
)
