"""Orders that were completed: finished, by silence, and those that ended early."""

from orders.demo.market import Market, paper
from orders.demo.timeline import Story, ago
from orders.payments.demo.test_cards import Behaviour
from orders.states import Act, Role


def first_film(m: Market) -> Story:
    """Finished, with one revision."""
    yield ago(days=86)
    deal = m.buy("buyer", "launch-film")
    yield ago(days=85, hours=20)
    deal.answer("A kettle with a cork handle. People should see that it opens without a tool.", "Shop page")
    yield ago(days=83)
    deal.deliver(
        "Script and storyboard as talked about on Monday.",
        link="https://files.example.com/kettle/storyboard.pdf",
    )
    yield ago(days=82, hours=12)
    deal.go_on()
    yield ago(days=77)
    deal.deliver(
        "The model on its turntable.", paper("materials.txt", "steel brushed 0.3\ncork light\nglass clear\n")
    )
    yield ago(days=76)
    deal.revise("The cork is too orange. Ours is lighter, photograph in the chat.")
    yield ago(days=74)
    deal.deliver("Lighter cork, and a finer grain.", link="https://files.example.com/kettle/turntable-2.mp4")
    yield ago(days=73, hours=9)
    deal.go_on()
    yield ago(days=68)
    deal.deliver(
        "The film in 4K, with sound and without.", link="https://files.example.com/kettle/film-4k.mov"
    )
    yield ago(days=67, hours=4)
    deal.finish()
    yield ago(days=66)
    deal.review(
        (5, 5, 4),
        "The storyboard alone was worth it: we saw where the film was too long before anything was rendered. The film"
        " came a day late, and was told so in time.",
        "I would gladly be asked about this seller.",
    )
    yield ago(days=65)
    deal.review(
        (5, 4, 5), "Clear wishes, quick answers, and one photograph that saved a week.", by_seller=True
    )
    yield ago(days=64)
    deal.reply("Thank you. The cork taught me something, too.")


def bakery_logo(m: Market) -> Story:
    """Finished, one payment, of which staff gave a part back."""
    yield ago(days=90)
    deal = m.buy("buyer2", "logo", "standard", in_full=True)
    yield ago(days=89, hours=10)
    deal.answer("Bread and buns, for the street around the corner.", "", "Signs and vehicles")
    yield ago(days=84)
    deal.update("Three directions are on paper, two of them can be shown.")
    yield ago(days=82)
    deal.deliver(
        "Three directions on one page.", paper("directions.txt", "A: sheaf\nB: oven door\nC: the L of Lund\n")
    )
    yield ago(days=81)
    deal.revise("B, please, with a rounder door.")
    yield ago(days=78)
    deal.deliver(
        "The rounder door, all files, small sizes included.", link="https://files.example.com/lund/logo.zip"
    )
    yield ago(days=77)
    deal.finish()
    yield ago(days=76)
    deal.review((4, 5, 5), "Three real directions, not one and two others. The door is on every bag now.")
    yield ago(days=70)
    deal.give_back(40_00, "The small sizes were in the offer and never came. Both sides find forty fair.")


def five_of_six(m: Market) -> Story:
    """Stopped after five of six: completed, five paid, the sixth never charged (article, custom offers)."""
    yield ago(days=72)
    rows = [
        ("Sketches", "Three ways through the menu.", 4, 180),
        ("Type and colours", "Letters that can be read at seven in the morning.", 4, 220),
        ("Menu boards", "Four boards, ready to print.", 6, 340),
        ("Bags and boxes", "Two bags, one box.", 6, 360),
        ("Shop window", "Lettering for the window, as a cutting file.", 5, 260),
        ("Delivery bicycle", "The bicycle from both sides.", 5, 240),
    ]
    offer = m.send("seller", "buyer2", "packaging", rows, note="Everything for Lund, step by step.")
    yield ago(days=71)
    deal = m.accept("buyer2", offer)
    for number, start in enumerate((68, 63, 57, 50, 44), 1):
        yield ago(days=start)
        name = rows[number - 1][0].lower().replace(" ", "-")
        deal.deliver(f"{rows[number - 1][0]}, as agreed.", link=f"https://files.example.com/lund/{name}.pdf")
        yield ago(days=start - 1)
        deal.accept(Act.ACCEPT_AND_STOP if number + 1 == len(rows) else Act.ACCEPT_AND_CONTINUE)
    yield ago(days=42)
    deal.review(
        (5, 5, 5), "Says what is wanted and why, and stops in time instead of too late.", by_seller=True
    )
    yield ago(days=40)
    deal.review(
        (5, 5, 5), "Five steps, each one on its day. We stopped before the bicycle, and that was no drama."
    )


def silence_in_the_middle(m: Market) -> Story:
    """Eight days without an answer to milestone 2."""
    yield ago(days=47)
    deal = m.buy("buyer", "launch-campaign")
    yield ago(days=46, hours=12)
    deal.answer("The small kettle, on the first of the month.", "Two hundred orders in the first week.")
    yield ago(days=42)
    deal.deliver("Plan with calendar.", link="https://files.example.com/plan/kettle-launch.pdf")
    yield ago(days=41)
    deal.go_on()
    yield ago(days=36)
    deal.deliver(
        "Twelve texts and the briefs.",
        paper("posts.txt", "1. It opens without a tool.\n2. Forty-one parts.\n"),
    )


def silence_at_the_end(m: Market) -> Story:
    """The last delivery was not answered: finished all the same."""
    yield ago(days=40)
    deal = m.buy("buyer2", "proofreading", in_full=True)
    yield ago(days=38, hours=12)
    deal.deliver(
        "Menu and history, every change marked.", paper("menu-proofread.txt", "rye bread (was: rey bread)\n")
    )
    yield ago(days=33)
    deal.review(
        (2, 4, 4), "Good texts to work with. An answer at the end would have been kind.", by_seller=True
    )


def never_decided(m: Market) -> Story:
    """Accepted, decide later, and then nothing: not funded."""
    yield ago(days=58)
    deal = m.buy("buyer2", "launch-campaign", "standard")
    yield ago(days=57)
    deal.answer("The third bakery.", "A queue on the first Saturday.")
    yield ago(days=53)
    deal.deliver(
        "Plan for eight weeks, because four are too few.",
        link="https://files.example.com/plan/third-bakery.pdf",
    )
    yield ago(days=52)
    deal.accept(Act.ACCEPT_DECIDE_LATER)


def stopped_between(m: Market) -> Story:
    """Decided later, then stopped."""
    yield ago(days=35)
    deal = m.buy("buyer2", "theme-music")
    yield ago(days=34)
    deal.answer("A bakery.", "Satie, the bell of a tram, Nina Simone at the piano.")
    yield ago(days=31)
    deal.deliver("Three sketches on the piano.", link="https://files.example.com/lund/sketches.zip")
    yield ago(days=30)
    deal.accept(Act.ACCEPT_DECIDE_LATER)
    yield ago(days=27)
    deal.stop()


def stopped_at_once(m: Market) -> Story:
    """Accept and stop after the research."""
    yield ago(days=64)
    deal = m.buy("buyer", "bank-plan")
    yield ago(days=63)
    deal.answer("Kettles in small series, sold directly.", "60,000 for tools and a first batch.")
    yield ago(days=58)
    deal.deliver("Research with all sources.", paper("sources.txt", "Census 2022, table 4\nTrade register\n"))
    yield ago(days=57)
    deal.accept(Act.ACCEPT_AND_STOP)


def rest_was_cancelled(m: Market) -> Story:
    """The second milestone was very late: the buyer cancelled it alone, after the first was paid."""
    yield ago(days=62)
    deal = m.buy("buyer", "data-app")
    yield ago(days=61)
    deal.answer("A torque tester on RS-232.", "Windows")
    yield ago(days=55)
    deal.deliver(
        "It answers. Protocol and reader attached.", paper("protocol.txt", "9600 8N1\n> MEAS?\n< 1.204 Nm\n")
    )
    yield ago(days=54)
    deal.go_on()
    yield ago(days=43)
    deal.cancel_very_late()


def rest_was_abandoned(m: Market) -> Story:
    """Nothing came for the second milestone in 30 days: refunded by the clock."""
    yield ago(days=66)
    deal = m.buy("buyer2", "cafe-plan")
    yield ago(days=65)
    deal.answer("Lund, Södra Esplanaden, 4,100 a month.")
    yield ago(days=62)
    deal.deliver(
        "The figures you have, gaps in yellow.", paper("figures.csv", "rent,4100\nwages,?\nflour,?\n")
    )
    yield ago(days=61)
    deal.go_on()


def lost_answer(m: Market) -> Story:
    """The bank's answer was lost and found again: charged once."""
    yield ago(days=56)
    card = m.save_card("buyer", Behaviour.ANSWER_LOST)
    deal = m.buy("buyer", "jingle", in_full=True, card=card)
    yield ago(days=55, hours=23)
    m.forget_card("buyer", card)
    deal.answer("That the water boils, soon.")
    yield ago(days=53)
    deal.deliver("Two ideas, the second one is better.", link="https://files.example.com/kettle/jingle.wav")
    yield ago(days=52)
    deal.finish()
    yield ago(days=51)
    deal.review((3, 5, 4), "The second one it is. For the score call me on the number in my mail, please.")
    yield ago(days=50)
    deal.review((4, 3, 5), by_seller=True)
    yield ago(days=49)
    deal.hide_review(Role.BUYER, "It asks for contact outside of Milepost.")


def begun_without_answers(m: Market) -> Story:
    """The seller skipped the questions."""
    yield ago(days=26)
    deal = m.buy("buyer2", "seo", in_full=True)
    yield ago(days=25)
    deal.skip()
    yield ago(days=21)
    deal.deliver(
        "Ten topics. I took the address from your profile.",
        paper("topics.txt", "1. sourdough course\n2. cake by post\n"),
    )
    yield ago(days=20)
    deal.finish()
    yield ago(days=18)
    deal.review((3, 3, 5), "On time, and usable. Half of the topics I had myself.")
    yield ago(days=15)
    deal.review((3, 2, 4), "The questions stayed open, so I had to guess a little.", by_seller=True)
    yield ago(days=14)
    deal.reply("True, I should have answered. Next time I will.", by_seller=False)


def small_works(m: Market) -> Story:
    """Quick orders, one after the other, so that earnings have a history."""
    for gig_key, answers, start in (
        ("articles", ("Small series, for people who buy once.",), 45),
        ("site-texts", ("Whether the handle gets hot.",), 33),
        ("voice", ("It opens without a tool.", "English"), 24),
        ("mixing", ("https://files.example.com/kettle/tracks", ""), 16),
    ):
        yield ago(days=start)
        deal = m.buy("buyer", gig_key, in_full=True)
        yield ago(days=start, hours=-2)
        deal.answer(*answers)
        yield ago(days=start - 1.5)
        deal.deliver("Here it is.", link=f"https://files.example.com/kettle/{gig_key}.zip")
        yield ago(days=start - 2)
        deal.finish()
        yield ago(days=start - 3)
        deal.review((5, 5, 5 - start % 2), "Quick, calm and exactly what was asked for.")
        yield ago(days=start - 4)
        deal.review((5, 4, 5), by_seller=True)


TELLINGS = (
    first_film,
    bakery_logo,
    five_of_six,
    silence_in_the_middle,
    silence_at_the_end,
    never_decided,
    stopped_between,
    stopped_at_once,
    rest_was_cancelled,
    rest_was_abandoned,
    lost_answer,
    begun_without_answers,
    small_works,
)
