"""Orders that were completed a few days ago, with their files: one whose reviews wait, one with nothing written yet."""

from orders.demo.market import Market, paper
from orders.demo.timeline import Story, ago


def one_review_waits(m: Market) -> Story:
    """The seller wrote; the buyer reads it after writing too, or when the fourteen days are over."""
    yield ago(days=8)
    deal = m.buy("buyer", "proofreading", in_full=True)
    yield ago(days=6)
    deal.deliver(
        "The manual, every change marked, and the list of words we agreed on.",
        paper("manual-proofread.txt", "Open the lid (was: Open up the lid)\nNever without water\n"),
        paper("words.txt", "kettle, not boiler\nhandle, not grip\n"),
    )
    yield ago(days=4)
    deal.finish()
    yield ago(days=3)
    deal.review(
        (5, 5, 4), "Knew what the manual is for, answered each question on the same day.", by_seller=True
    )


def nobody_wrote_yet(m: Market) -> Story:
    """Both can still write for some days; the pack has a folder for each milestone."""
    yield ago(days=13)
    deal = m.buy("buyer2", "launch-campaign", "standard")
    yield ago(days=12, hours=20)
    deal.answer("The bread club.", "Sixty members before winter.")
    yield ago(days=11)
    deal.deliver("Plan with calendar.", paper("plan.txt", "week 1: tell the street\nweek 2: tell the town\n"))
    yield ago(days=10)
    deal.go_on()
    yield ago(days=7)
    deal.deliver(
        "Eight texts and the briefs.",
        paper("texts.txt", "1. Bread on Wednesdays.\n2. Who bakes it.\n"),
        paper("briefs.txt", "Photograph: the oven at five\n"),
    )
    yield ago(days=6)
    deal.stop_here()


TELLINGS = (one_review_waits, nobody_wrote_yet)
