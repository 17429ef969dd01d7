"""One dispute as one reader sees it: what both sides said, with files, and the clocks that stand still."""

from dataclasses import dataclass

from orders.models import Dispute, Statement
from orders.queries.case import Case
from orders.queries.pausing import Frozen, frozen_clocks
from orders.states import Role


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its files. ``who``: as the reader would say it."""

    statement: Statement
    who: str
    mine: bool


@dataclass(frozen=True, slots=True)
class DisputeFile:
    """One dispute as one reader sees it. ``clocks``: what stands still, only while it is open."""

    dispute: Dispute
    said: tuple[Said, ...]
    clocks: tuple[Frozen, ...]

    @property
    def is_open(self) -> bool:
        """Nobody decided yet."""
        return self.dispute.closed_at is None


def dispute_file(case: Case, dispute: Dispute) -> DisputeFile:
    """What was said, the first first, with its files: two statements."""
    rows = dispute.statements.prefetch_related("files").order_by("at")
    names = {Role.BUYER: case.order.buyer.label, Role.SELLER: case.order.seller.label}
    said = tuple(
        Said(
            one,
            "You" if one.role == case.role else names.get(Role(one.role), "Milepost"),
            one.role == case.role,
        )
        for one in rows
    )
    return DisputeFile(dispute, said, frozen_clocks(case) if dispute.closed_at is None else ())
