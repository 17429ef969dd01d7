"""Terms that change while an order runs: proposed, agreed and paid for, made cheaper, refused."""

from dataclasses import replace

from orders.amending import Changes, Row
from orders.demo.market import Market
from orders.demo.timeline import Story, ago


def one_more_round(m: Market) -> Story:
    """Proposed by the buyer, waits for the seller: one more revision at a price."""
    yield ago(days=16)
    deal = m.buy("buyer", "exploded-view", "standard")
    yield ago(days=15)
    deal.answer("Seventeen, and one spring.")
    yield ago(days=5)
    deal.deliver("Order of parts.", link="https://files.example.com/lamp/parts.png")
    yield ago(days=1)
    deal.propose(
        Changes(revisions=1, price_minor=25_00),
        "The spring is on the wrong side, and two rounds will not be enough.",
        by_seller=False,
    )


def a_screen_more(m: Market) -> Story:
    """Agreed and paid: the running milestone is dearer and has more days, and a new one comes after it."""
    yield ago(days=20)
    deal = m.buy("buyer2", "data-app", "premium")
    yield ago(days=19)
    deal.answer("Two scales and a label printer.", "Several")
    yield ago(days=8)
    deal.propose(
        Changes(
            days=4,
            price_minor=60_00,
            revisions=1,
            rest=(
                *deal.rest,
                Row(name="Label printer", days=6, amount_minor=180_00, description="Labels by weight."),
            ),
        ),
        "The second scale speaks another language, and the printer was not in it.",
    )
    yield ago(days=7)
    deal.take_changes()


def half_of_it(m: Market) -> Story:
    """Agreed and refunded: less work, so the difference went back, and a milestone was dropped."""
    yield ago(days=24)
    deal = m.buy("buyer2", "exploded-view", "standard")
    yield ago(days=23)
    deal.answer("Nine.")
    yield ago(days=18)
    first = deal.order.milestones.get(position=1).amount_minor
    deal.propose(
        Changes(amount_minor=first * 3 // 4, rest=deal.rest[:-1]),
        "It has fewer parts than I wrote, and I do not need the last step.",
        by_seller=False,
    )
    yield ago(days=17)
    deal.take_changes(by_seller=True)
    yield ago(days=12)
    deal.deliver("Nine parts, in order.", link="https://files.example.com/whisk/parts.png")


def not_so_fast(m: Market) -> Story:
    """Refused: everything stayed."""
    yield ago(days=10)
    deal = m.buy("buyer", "data-app", "standard")
    yield ago(days=9)
    deal.answer("A balance.", "Several")
    yield ago(days=6)
    rest = tuple(replace(row, days=row.days + 5) for row in deal.rest)
    deal.propose(Changes(rest=rest), "I am away in the second week.")
    yield ago(days=5)
    deal.refuse_changes("I need it for the fair, sorry.")


TELLINGS = (one_more_round, a_screen_more, half_of_it, not_so_fast)
