"""Offers in every state; accepted ones are told with their orders."""

from datetime import timedelta

from config.shared import clock
from offers.operations.answering import ask_for_changes, decline_offer, withdraw_offer
from orders.demo.market import Market
from orders.demo.timeline import Story, ago

LAMP = [
    ("Research", "Lamps of the last ten years, and who bought them.", 6, 280),
    ("Positioning", "One page that says why this one.", 4, 220),
    ("Shop texts", "Texts for shops and for the fair.", 6, 320),
    ("Press", "A list of forty names, and a letter to them.", 8, 380),
]
BOX = [
    ("Box", "A box that survives the post.", 10, 420),
    ("Sleeve and labels", "In three languages.", 6, 210),
    ("Shop stand", "Cardboard, for the counter.", 9, 260),
]
TINS = [("Tea tins", "Two tins and a sleeve, ready to print.", 12, 340)]


def waits_for_priya(m: Market) -> Story:
    """Sent, with milestones: two days left."""
    yield ago(days=5)
    m.send("seller2", "buyer", "market-research", LAMP, note="As we said on the phone. Stop after any step.")


def waits_for_jonas(m: Market) -> Story:
    """Sent, one payment, three days to answer: a day left."""
    yield ago(days=2)
    m.send("seller", "buyer2", "packaging", TINS, note="For the Christmas tea.", expiry_days=3)


def still_a_draft(m: Market) -> Story:
    """A draft that the seller can go on with."""
    yield ago(days=1, hours=2)
    rows = [
        ("Song", "A song of two minutes for the van.", 8, 180),
        ("Recording", "With three players.", 10, 420),
    ]
    m.draft("seller", "buyer2", "theme-music", rows, note="The van needs a song.")


def declined(m: Market) -> Story:
    """Declined, with the reason."""
    yield ago(days=30)
    offer = m.send("seller2", "buyer2", "cafe-plan", [("Figures for Malmö", "The same for Malmö.", 20, 650)])
    yield ago(days=29)
    decline_offer(
        offer_id=offer.pk, click=m.click("buyer2", offer.version), reason="Lund first, Malmö next year."
    )


def withdrawn(m: Market) -> Story:
    """Withdrawn by the seller."""
    yield ago(days=27)
    offer = m.send(
        "seller", "buyer", "website", [("Shop for the lamp", "One page, one product, paying.", 30, 1400)]
    )
    yield ago(days=26)
    withdraw_offer(offer_id=offer.pk, click=m.click("seller", offer.version))


def expired(m: Market) -> Story:
    """Not answered in time."""
    yield ago(days=15)
    m.send("seller2", "buyer", "translation", [("Manual in French", "Twelve pages.", 9, 410)], expiry_days=3)


def replaced(m: Market) -> Story:
    """Sent, then sent again with other terms: the old one cannot be accepted any more."""
    yield ago(days=4)
    old = m.send("seller", "buyer", "packaging", BOX, note="A box for the lamp.")
    yield ago(days=3, hours=5)
    ask_for_changes(
        offer_id=old.pk,
        click=m.click("buyer", old.version),
        comments={3: "Please leave the shop stand out: the shops have their own."},
    )
    yield ago(days=3)
    m.send(
        "seller", "buyer", "packaging", BOX[:2], note="Without the shop stand, as you asked.", replaces=old
    )


def changes_wanted(m: Market) -> Story:
    """Sent; the buyer would have two rows otherwise, and waits for a new version."""
    yield ago(days=6)
    offer = m.send("seller", "buyer2", "packaging", BOX, note="Boxes and a stand for the tea.")
    yield ago(days=1, hours=20)
    ask_for_changes(
        offer_id=offer.pk,
        click=m.click("buyer2", offer.version),
        comments={
            0: "I like it. Two things before I say yes.",
            1: "Ten days is too long for me, the fair is on the 12th. Seven?",
            2: "Two languages are enough: Swedish and English.",
        },
    )


def asked_for(m: Market) -> Story:
    """Asked for an offer with a brief; the seller has not answered yet."""
    yield ago(hours=20)
    m.ask(
        "buyer",
        "seller",
        "exploded-view",
        "The reading lamp again, this time taken apart: arm, joint, shade, 18 parts. For the manual and the shop page.",
        budget="900",
        wanted_by=clock.now().date() + timedelta(days=40),
    )


TELLINGS = (
    waits_for_priya, waits_for_jonas, still_a_draft, declined, withdrawn, expired, replaced, changes_wanted, asked_for,
)  # fmt: skip
