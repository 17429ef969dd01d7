"""Orders that run now, so that each of the four has something to do today."""

from orders.demo.market import Market, paper
from orders.demo.timeline import Story, ago
from orders.payments.demo.test_cards import Behaviour
from orders.states import Act


def declined_at_first(m: Market) -> Story:
    """Awaiting the first payment, the card was declined: 21 hours left."""
    yield ago(hours=3)
    card = m.save_card("buyer", Behaviour.DECLINED)
    m.buy("buyer", "exploded-view", card=card)
    yield ago(hours=2, minutes=58)
    m.forget_card("buyer", card)


def bank_asks(m: Market) -> Story:
    """Awaiting the first payment, the bank wants a confirmation."""
    yield ago(hours=2)
    card = m.save_card("buyer2", Behaviour.AUTHENTICATE)
    m.buy("buyer2", "data-app", card=card)


def waits_for_answers(m: Market) -> Story:
    """Awaiting requirements since yesterday."""
    yield ago(hours=20)
    m.buy("buyer", "launch-campaign", "premium")


def waits_long_for_answers(m: Market) -> Story:
    """Awaiting requirements for six days."""
    yield ago(days=6)
    m.buy("buyer2", "cafe-plan", "standard")


def second_film(m: Market) -> Story:
    """Milestone 2 of 4 is in progress, one substep done, some days left."""
    yield ago(days=17)
    deal = m.buy("buyer", "launch-film", "premium")
    yield ago(days=16, hours=20)
    deal.answer("The lamp. People should see that its light can be turned.", "Fair or screen")
    yield ago(days=10)
    deal.deliver(
        "Script and storyboard for sixty seconds.", link="https://files.example.com/lamp/storyboard.pdf"
    )
    yield ago(days=8)
    deal.go_on()
    yield ago(days=4)
    deal.tick(0)
    yield ago(days=2)
    deal.update("The body is modelled. Brass is next; it takes patience.")


def a_little_late(m: Market) -> Story:
    """The first milestone is eight hours late."""
    yield ago(days=5)
    deal = m.buy("buyer2", "cafe-plan")
    yield ago(days=4, hours=8)
    deal.answer("Lund, Bytaregatan, 3,600 a month.")


def very_late(m: Market) -> Story:
    """Three days late: the buyer may cancel it alone."""
    yield ago(days=5, hours=6)
    deal = m.buy("buyer", "voice", in_full=True)
    yield ago(days=5)
    deal.answer("Turn the light, not the lamp.", "German")


def plan_to_read(m: Market) -> Story:
    """Milestone 2 of 5 is delivered: 3 days 4 hours left to answer."""
    yield ago(days=22)
    deal = m.buy("buyer", "bank-plan", "standard")
    yield ago(days=21)
    deal.answer("Lamps, after the kettles.", "90,000 for tools and a fair.")
    yield ago(days=17)
    deal.deliver(
        "Research: forty shops, nine of them answered.", paper("sources.txt", "Trade register\nNine calls\n")
    )
    yield ago(days=16)
    deal.go_on()
    yield ago(days=4, hours=20)
    deal.deliver("The argument on three pages.", link="https://files.example.com/plan/outline.pdf")


def last_hours(m: Market) -> Story:
    """One payment, delivered, five hours left."""
    yield ago(days=8)
    deal = m.buy("buyer2", "illustration", in_full=True)
    yield ago(days=7, hours=20)
    deal.answer("Three loaves, one with a bite.")
    yield ago(days=2, hours=19)
    deal.deliver("Three loaves in ink.", paper("loaves.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"))


def whole_loop(m: Market) -> Story:
    """The final delivery waits for its answer."""
    yield ago(days=15)
    deal = m.buy("buyer", "exploded-view")
    yield ago(days=14)
    deal.answer("Nineteen, it is a lamp.")
    yield ago(days=11)
    deal.deliver("Order of parts.", link="https://files.example.com/lamp/parts.png")
    yield ago(days=9)
    deal.go_on()
    yield ago(days=1)
    deal.deliver(
        "The loop in 4K and for the web: this is the full project.",
        link="https://files.example.com/lamp/loop.mp4",
    )


def theme_sent_back(m: Market) -> Story:
    """Milestone 2 is in revision."""
    yield ago(days=20)
    deal = m.buy("buyer2", "theme-music", "standard")
    yield ago(days=19)
    deal.answer("The door of a bakery in the morning.", "The same three as before, but happier.")
    yield ago(days=15)
    deal.deliver(
        "Three sketches, one of them with a triangle.", link="https://files.example.com/lund/three.zip"
    )
    yield ago(days=13)
    deal.go_on()
    yield ago(days=5)
    deal.deliver("The second sketch, arranged.", link="https://files.example.com/lund/arranged.mp3")
    yield ago(days=1, hours=10)
    deal.revise("Wonderful until the trumpet. It is five in the morning.")


def to_be_decided(m: Market) -> Story:
    """Accepted six days ago, decide later: four days left to start the next one or stop."""
    yield ago(days=14)
    deal = m.buy("buyer", "launch-campaign", "standard")
    yield ago(days=13)
    deal.answer("The lamp, at the fair.", "Thirty shops that want to see it.")
    yield ago(days=8)
    deal.deliver("Plan for the fair.", link="https://files.example.com/plan/fair.pdf")
    yield ago(days=6)
    deal.accept(Act.ACCEPT_DECIDE_LATER)


def later_charge_declined(m: Market) -> Story:
    """The first charge worked, the next was declined: eight days left to pay with another card."""
    yield ago(days=12)
    card = m.save_card("buyer2", Behaviour.FIRST_ONLY)
    deal = m.buy("buyer2", "bank-plan", card=card)
    yield ago(days=11)
    deal.answer("A third bakery.", "40,000 for an oven.")
    yield ago(days=4)
    deal.deliver(
        "Research, and what an oven costs second-hand.", paper("ovens.csv", "oven,price\nDöbbe 2009,14500\n")
    )
    yield ago(days=2)
    deal.go_on()
    yield ago(days=2, minutes=-5)
    m.forget_card("buyer2", card)


def posts_in_stages(m: Market) -> Story:
    """Paid in full, the workflow as stages: one is done."""
    yield ago(days=7)
    deal = m.buy("buyer", "content-month", in_full=True)
    yield ago(days=6, hours=12)
    deal.answer("https://shop.example.com")
    yield ago(days=3)
    deal.stage(0)


def more_time(m: Market) -> Story:
    """Delivered, and the buyer took five more days."""
    yield ago(days=10)
    deal = m.buy("buyer2", "newsletter", in_full=True)
    yield ago(days=9)
    deal.answer("Brevo")
    yield ago(days=2)
    deal.deliver("Four mails, set up and switched off.", link="https://files.example.com/lund/welcome.pdf")
    yield ago(hours=18)
    deal.extend()


def lamp_in_six(m: Market) -> Story:
    """An offer of six: the third milestone is delivered."""
    yield ago(days=25)
    rows = [
        ("Talk and sketches", "What the booklet should do.", 4, 160),
        ("Text", "Eight pages in English.", 5, 240),
        ("Drawings", "Twelve drawings in ink.", 7, 420),
        ("Layout", "Eight pages, set.", 5, 300),
        ("German and French", "The same in two more languages.", 6, 280),
        ("Print files", "Files for your printer, proof checked.", 4, 180),
    ]
    offer = m.send(
        "seller",
        "buyer",
        "illustration",
        rows,
        note="The booklet for the lamp, in six steps.",
        expiry_days=14,
    )
    yield ago(days=23)
    deal = m.accept("buyer", offer)
    yield ago(days=20)
    deal.deliver(
        "Notes of our talk, and six sketches.", link="https://files.example.com/booklet/sketches.pdf"
    )
    yield ago(days=18)
    deal.go_on()
    yield ago(days=14)
    deal.deliver("Eight pages of text.", paper("booklet.txt", "Turn the light, not the lamp.\n"))
    yield ago(days=12)
    deal.go_on()
    yield ago(days=1, hours=4)
    deal.deliver("Twelve drawings.", link="https://files.example.com/booklet/drawings.zip")


TELLINGS = (
    declined_at_first,
    bank_asks,
    waits_for_answers,
    waits_long_for_answers,
    second_film,
    a_little_late,
    very_late,
    plan_to_read,
    last_hours,
    whole_loop,
    theme_sent_back,
    to_be_decided,
    later_charge_declined,
    posts_in_stages,
    more_time,
    lamp_in_six,
)
