"""Other terms for an order, of every kind that an amendment knows."""

from dataclasses import replace

from orders.amending import Changes, Row
from orders.amending.changes import row_of
from orders.amending.plan import not_begun, paid_one
from orders.standing import Standing
from tests.orders.properties.dice import Dice

NEW = Row(name="New", days=4, amount_minor=4_999, revisions=None, zoom=True)


def changes_by(dice: Dice, standing: Standing) -> Changes:
    """Of the paid milestone, of what has not begun, or of both."""
    rest = dice.of(_ways(tuple(row_of(one) for one in not_begun(standing))))
    if paid_one(standing) is None or dice.coin():
        return Changes(rest=rest)
    return Changes(
        days=dice.below(7),
        revisions=dice.below(3),
        price_minor=dice.of((0, 0, 1, 15_01)),
        amount_minor=dice.of((None, 100 + dice.below(29_902))),
        rest=dice.of((None, rest)),
    )


def _ways(rest: tuple[Row, ...]) -> tuple[tuple[Row, ...], ...]:
    """All dropped, one less, the other way round, one more, another one, and dearer."""
    return (
        (),
        rest[:-1],
        tuple(reversed(rest)),
        (*rest, NEW),
        (NEW, *rest[1:]),
        tuple(replace(row, amount_minor=row.amount_minor + 33, days=3) for row in rest),
    )
