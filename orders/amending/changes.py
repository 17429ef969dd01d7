"""What is proposed, as plain values and as the JSON of an amendment. Amounts in minor units."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from orders.models import OrderMilestone


@dataclass(frozen=True, slots=True)
class Row:
    """A milestone's terms. ``id``: of the milestone, empty for one that is new. ``revisions`` None: unlimited."""

    name: str
    days: int
    amount_minor: int
    revisions: int | None = 1
    description: str = ""
    zoom: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """One proposal.

    Of the paid milestone: ``days`` and ``revisions`` more, ``price_minor`` for those revisions on top of its amount,
    and ``amount_minor`` instead of its amount (None: as it is). ``rest``: what has not begun, all of it and in the new
    order (None: as it is).
    """

    days: int = 0
    revisions: int = 0
    price_minor: int = 0
    amount_minor: int | None = None
    rest: tuple[Row, ...] | None = None

    @property
    def of_running(self) -> bool:
        """It says something about the paid milestone."""
        return bool(self.days or self.revisions or self.price_minor) or self.amount_minor is not None

    def as_json(self) -> dict[str, Any]:
        """Ready for a JSON column."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Changes":
        """What ``as_json`` wrote."""
        rest = kept.get("rest")
        rows = None if rest is None else tuple(Row(**row) for row in rest)
        return cls(**{**kept, "rest": rows})


def row_of(milestone: OrderMilestone) -> Row:
    """A milestone's present terms."""
    return Row(
        id=str(milestone.pk),
        name=milestone.name,
        description=milestone.description,
        zoom=milestone.zoom,
        days=milestone.days,
        amount_minor=milestone.amount_minor,
        revisions=milestone.revisions,
    )


def rail_as_json(milestones: Iterable[OrderMilestone]) -> list[dict[str, Any]]:
    """The terms of a rail, in order: what an amendment and an event keep of before and after."""
    return [asdict(row_of(one)) for one in milestones]
