"""The demo provider's test cards: numbers that mean no account, and what each does."""

from dataclasses import dataclass
from enum import StrEnum


class Behaviour(StrEnum):
    """How a card answers a charge."""

    SUCCESS = "success"
    DECLINED = "declined"
    INSUFFICIENT = "insufficient"
    FIRST_ONLY = "first_only"
    AUTHENTICATE = "authenticate"
    ANSWER_LOST = "answer_lost"
    NO_REFUND = "no_refund"


@dataclass(frozen=True, slots=True)
class TestCard:
    """One line of the list on the pay page."""

    __test__ = False

    number: str
    title: str
    what: str
    behaviour: Behaviour


TEST_CARDS = (
    TestCard("4242 4242 4242 4242", "Success", "Every charge works.", Behaviour.SUCCESS),
    TestCard("5555 5555 5555 4444", "Success, Mastercard", "Every charge works.", Behaviour.SUCCESS),
    TestCard("4000 0000 0000 0002", "Declined", "Every charge is declined.", Behaviour.DECLINED),
    TestCard(
        "4000 0000 0000 9995",
        "Insufficient funds",
        "Every charge is declined for lack of funds.",
        Behaviour.INSUFFICIENT,
    ),
    TestCard(
        "4000 0000 0000 0341",
        "First charge only",
        "The first charge works, later ones are declined: the order then waits for another card.",
        Behaviour.FIRST_ONLY,
    ),
    TestCard(
        "4000 0025 0000 3155",
        "Authentication needed",
        "The bank asks; you answer on the next page, with yes or no.",
        Behaviour.AUTHENTICATE,
    ),
    TestCard(
        "4000 0000 0000 5126",
        "Answer lost",
        "The charge works, but its answer is lost: it is found again some seconds later, and charged once.",
        Behaviour.ANSWER_LOST,
    ),
    TestCard(
        "4000 0000 0000 7726",
        "Refunds refused",
        "Every charge works, and nothing can be sent back to it: staff have to see to a refund.",
        Behaviour.NO_REFUND,
    ),
)
BEHAVIOUR_OF = {card.number.replace(" ", ""): card.behaviour for card in TEST_CARDS}
DECLINES = {
    Behaviour.DECLINED: ("card_declined", "The card was declined."),
    Behaviour.INSUFFICIENT: ("insufficient_funds", "The card was declined: insufficient funds."),
    Behaviour.FIRST_ONLY: ("card_declined", "The card was declined."),
}
