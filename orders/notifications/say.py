"""What is said to one reader: a subject, sentences, one button."""

from collections.abc import Callable
from dataclasses import dataclass

from orders.notifications.facts import Facts

ORDERS, MONEY = "orders", "money"


@dataclass(frozen=True, slots=True)
class Say:
    """``happened`` and ``next`` make the bell entry; the mail adds the ``quote`` of what a person wrote.

    ``kind``: the group of mails that it belongs to. ``page``: what follows the order's address; ``number``: of another
    order that it leads to.
    """

    subject: str
    happened: str
    next: str = ""
    quote: str = ""
    button: str = "Open the order"
    page: str = ""
    kind: str = ORDERS
    number: str = ""

    @property
    def bell(self) -> str:
        """One entry of the bell."""
        return f"{self.happened} {self.next}".strip()

    @property
    def lines(self) -> tuple[str, ...]:
        """The sentences of the mail."""
        quote = f"“{self.quote}”" if self.quote else ""
        return tuple(line for line in (self.happened, quote, self.next) if line)


Words = Callable[[Facts], Say]
