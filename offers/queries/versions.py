"""What a new version changes, in words: added, removed, changed from old to new, moved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from config.shared.money import format_money
from offers.models import Offer, OfferMilestone

ADDED, REMOVED, CHANGED = "Added", "Removed", "Changed"
OFFER = "The offer"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different. ``position`` is the row's place in the new version; 0 for what has none."""

    kind: str
    name: str
    words: tuple[str, ...] = ()
    position: int = 0


def differences(old: Offer, new: Offer) -> tuple[Change, ...]:
    """Everything that the new version says otherwise; rows of both at hand, no statement."""
    before, after = list(old.milestones.all()), list(new.milestones.all())
    pairs = _paired(before, after)
    kept = {row.pk for row, _ in pairs}
    known = {row.pk for _, row in pairs}
    return (
        *_of_the_whole(old, new, before, after),
        *(change for one, other in pairs if (change := _changed(one, other, pairs))),
        *(Change(ADDED, row.name, (_short(row),), row.position) for row in after if row.pk not in known),
        *(Change(REMOVED, row.name, (_short(row),)) for row in before if row.pk not in kept),
    )


def _paired(
    before: Sequence[OfferMilestone], after: Sequence[OfferMilestone]
) -> list[tuple[OfferMilestone, OfferMilestone]]:
    """Rows of the same name belong together; of the rest, those at the same place."""
    pairs, left = [], list(before)
    rest = []
    for row in after:
        twin = next((one for one in left if one.name.casefold() == row.name.casefold()), None)
        if twin is None:
            rest.append(row)
        else:
            pairs.append((twin, row))
            left.remove(twin)
    for row in rest:
        twin = next((one for one in left if one.position == row.position), None)
        if twin is not None:
            pairs.append((twin, row))
            left.remove(twin)
    return sorted(pairs, key=lambda pair: pair[1].position)


def _changed(
    one: OfferMilestone, other: OfferMilestone, pairs: Sequence[tuple[OfferMilestone, OfferMilestone]]
) -> Change | None:
    facts = (
        ("Name", one.name, other.name),
        ("Amount", format_money(one.amount_minor), format_money(other.amount_minor)),
        ("Days", str(one.days), str(other.days)),
        ("Revisions", _revisions(one), _revisions(other)),
        ("Zoom call", _yes(one.zoom), _yes(other.zoom)),
        ("Place", *_places(one, other, pairs)),
    )
    words = _arrows(facts)
    if one.description != other.description:
        words = (*words, "Its description")
    return Change(CHANGED, other.name, words, other.position) if words else None


def _of_the_whole(
    old: Offer, new: Offer, before: Iterable[OfferMilestone], after: Iterable[OfferMilestone]
) -> tuple[Change, ...]:
    facts = (
        ("Months", str(old.months or ""), str(new.months or "")),
        ("Price", format_money(_sum(before, old)), format_money(_sum(after, new))),
        ("Days", str(sum(row.days for row in before)), str(sum(row.days for row in after))),
    )
    words = _arrows(facts)
    words = (*words, "What you get") if old.note != new.note else words
    words = (*words, "What the seller will ask") if old.questions != new.questions else words
    return (Change(CHANGED, OFFER, words),) if words else ()


def _places(
    one: OfferMilestone, other: OfferMilestone, pairs: Sequence[tuple[OfferMilestone, OfferMilestone]]
) -> tuple[str, str]:
    """The places among the rows that both versions have: adding one above is no move of those below."""
    old = sorted(pair[0].position for pair in pairs).index(one.position) + 1
    new = sorted(pair[1].position for pair in pairs).index(other.position) + 1
    return str(old), str(new)


def _arrows(facts: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    return tuple(f"{name}: {old} → {new}" for name, old, new in facts if old != new)


def _sum(rows: Iterable[OfferMilestone], offer: Offer) -> int:
    return sum(row.amount_minor for row in rows) * (offer.months or 1)


def _short(row: OfferMilestone) -> str:
    return f"{format_money(row.amount_minor)}, {row.days} day{'' if row.days == 1 else 's'}"


def _revisions(row: OfferMilestone) -> str:
    return "unlimited" if row.revisions is None else str(row.revisions)


def _yes(held: bool) -> str:  # noqa: FBT001 - one flag, one word
    return "yes" if held else "no"
