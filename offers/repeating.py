"""The terms of a finished order that its buyer wants again, as a request for an offer keeps them.

Nobody is bound by them: the seller reads them, and may turn them into an offer as they are or changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from offers.models import OfferRequest

DESCRIPTION_MAX = 600
"""Of a row of an offer."""


@dataclass(frozen=True, slots=True)
class Row:
    """One milestone. ``amount_minor`` in minor units; ``revisions`` None: unlimited."""

    name: str
    amount_minor: int
    days: int
    revisions: int | None
    description: str = ""
    zoom: bool = False
    substeps: Sequence[str] = ()

    def in_words(self) -> str:
        """The description with its substeps below it, as far as an offer has room for them."""
        whole = "\n".join([*filter(None, [self.description]), *(f"- {step}" for step in self.substeps)])
        return whole if len(whole) <= DESCRIPTION_MAX else whole[: DESCRIPTION_MAX - 1] + "…"


@dataclass(frozen=True, slots=True)
class Terms:
    """What was ordered. ``order``: the number of the finished order; ``kind``: one of ``offers.states.Kind``."""

    order: str
    kind: str
    rows: Sequence[Row]


def stored(terms: Terms) -> dict[str, Any]:
    """Ready for a JSON column, with its sum in minor units."""
    rows = [{**asdict(row), "substeps": list(row.substeps)} for row in terms.rows]
    return {
        "order": terms.order,
        "kind": terms.kind,
        "rows": rows,
        "total_minor": sum(row.amount_minor for row in terms.rows),
    }


def terms_of(request: OfferRequest) -> Terms | None:
    """What a request keeps; None when it wants nothing again."""
    kept: Mapping[str, Any] = request.terms
    if not kept.get("rows"):
        return None
    return Terms(kept["order"], kept["kind"], tuple(_row(row) for row in kept["rows"]))


def _row(kept: Mapping[str, Any]) -> Row:
    return Row(**{**kept, "substeps": tuple(kept["substeps"])})
