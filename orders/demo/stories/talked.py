"""Conversations, and people who read their bells."""

from orders.demo.market import Market, paper
from orders.demo.timeline import Story, ago

READERS = ("seller", "seller2", "buyer", "buyer2")


def priya_and_ana(m: Market) -> Story:
    """It ends with Priya asking for an offer in six steps, which the seller's visitor may write."""
    yield ago(days=88)
    m.say(
        "buyer",
        "seller",
        "Hello Ana, I make kettles in small series. Your film for the coffee grinder is just what I have in mind."
        " Do you work from STEP files?",
        about="launch-film",
    )
    yield ago(days=87, hours=20)
    m.say("seller", "buyer", "Hello Priya, yes, STEP is best. How many parts does the kettle have?")
    yield ago(days=87, hours=14)
    m.say(
        "buyer",
        "seller",
        "Forty-one with the screws. Here is the list.",
        paper("parts.csv", "part,count\nbody,1\nlid,1\nspout,1\nhandle,1\nscrew M3,8\n"),
    )
    yield ago(days=87, hours=3)
    m.say("seller", "buyer", "That is easily done. Take the ten seconds first, then you know how we work.")
    yield ago(days=49)
    m.say("buyer", "seller", "The film is on the page, and people write to me about it. Thank you.")
    yield ago(days=48, hours=20)
    m.say(
        "seller", "buyer", "That makes the whole studio happy. Send me a kettle when you have one too many."
    )
    yield ago(hours=9)
    m.say(
        "buyer",
        "seller",
        "We bring out a lamp in spring and I would like everything from one hand: sketches, model, film,"
        " packaging, stills, and a loop for the fair.",
    )
    yield ago(hours=8, minutes=40)
    m.say(
        "buyer",
        "seller",
        "Could you send me an offer in six steps, so that I can pay one after the other? About 4,000 in all.",
    )


def jonas_and_ana(m: Market) -> Story:
    """About music, and a talk that went well."""
    yield ago(days=93)
    m.say("buyer2", "seller", "Good evening, do you also write music for a bakery?", about="theme-music")
    yield ago(days=92, hours=22)
    m.say(
        "seller",
        "buyer2",
        "I have never done it, which is a good reason. What should people feel when they come in?",
    )
    yield ago(days=92, hours=18)
    m.say("buyer2", "seller", "That it is warm and that there is still bread.")
    yield ago(days=12)
    m.say("buyer2", "seller", "One question on the recording: may my daughter play the triangle?")
    yield ago(days=11, hours=20)
    m.say("seller", "buyer2", "She may. I shall write her a proper part.")


def priya_and_marcus(m: Market) -> Story:
    """About the launch."""
    yield ago(days=80)
    m.say("buyer", "seller2", "Hi Marcus, is a bank plan too much for a company of two?", about="bank-plan")
    yield ago(days=79, hours=21)
    m.say(
        "seller2",
        "buyer",
        "If you ask a bank for money, it is just enough. If you ask your aunt, take the one page.",
    )
    yield ago(days=79, hours=18)
    m.say("buyer", "seller2", "A bank. My aunt has been asked already.")
    yield ago(days=3)
    m.say(
        "seller2",
        "buyer",
        "I have put the draft of the model into the delivery. Look at the third scenario first.",
    )
    yield ago(hours=30)
    m.say("buyer", "seller2", "I will, on the train tomorrow. It looks darker than I hoped.")


def jonas_and_marcus(m: Market) -> Story:
    """About the third place."""
    yield ago(days=75)
    m.say(
        "buyer2",
        "seller2",
        "Hello, I have two bakeries and want to know whether a third one is mad.",
        about="cafe-plan",
    )
    yield ago(days=74, hours=20)
    m.say(
        "seller2",
        "buyer2",
        "Send me the rent and the number of people who walk past before nine. Then I can tell you.",
    )
    yield ago(days=74, hours=2)
    m.say("buyer2", "seller2", "4,100 a month, and I counted 620 on a Tuesday in the rain.")
    yield ago(days=73, hours=22)
    m.say("seller2", "buyer2", "In the rain! Then it is not mad. Let us do the figures properly.")
    yield ago(hours=5)
    m.say(
        "seller2",
        "buyer2",
        "I am running a few hours late with the figures: the wholesaler sends the flour prices today.",
    )


def everybody_reads(m: Market) -> Story:
    """Bells and inboxes are read now and then, so that only the last days are new."""
    for days in (60, 30, 14, 7, 4, 2.5):
        yield ago(days=days)
        at = m.moment
        for who in READERS:
            m.catch_up_on_news(who, at)
    yield ago(hours=26)
    m.catch_up_on_news("seller", m.moment)
    m.catch_up_on_news("buyer", m.moment)


TELLINGS = (priya_and_ana, jonas_and_ana, priya_and_marcus, jonas_and_marcus, everybody_reads)
