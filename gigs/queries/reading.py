"""Reads a gig's workbench: two statements, whatever the number of its milestones."""

from collections import defaultdict
from operator import attrgetter

from gigs.models import TIERS, Gig, Milestone, Package, Tier
from gigs.queries.workbench import Card, Cell, Choice, SubstepRow, Workbench

Cells = dict[int, dict[int, Cell]]
Head = tuple[int, int, str, str, bool, int]


def workbench(gig: Gig) -> Workbench:
    """Packages and cards as they are stored. Inside a transaction: after the gig was locked."""
    packages, cells = _packages(gig)
    return Workbench(packages, ()).with_cards(_cards(gig, cells))


def _packages(gig: Gig) -> tuple[tuple[Choice, ...], Cells]:
    rows = Package.objects.filter(gig_id=gig.pk).values_list(
        "id", "tier", "price_minor", "days", "own_split",
        "shares__milestone_id", "shares__amount_minor", "shares__days",
    )  # fmt: skip
    packages: dict[int, Choice] = {}
    cells: Cells = defaultdict(dict)
    for pk, tier, price, days, own, milestone_id, amount, share_days in rows:
        packages[pk] = Choice(pk, tier, str(Tier(tier).label), price, days, own)
        if milestone_id is not None:
            cells[milestone_id][pk] = Cell(amount, share_days)
    return tuple(sorted(packages.values(), key=lambda choice: TIERS.index(choice.tier))), cells


def _cards(gig: Gig, cells: Cells) -> list[Card]:
    rows = Milestone.objects.filter(gig_id=gig.pk).values_list(
        "id", "position", "name", "description", "zoom", "version",
        "substeps__id", "substeps__position", "substeps__name", "substeps__packages",
    )  # fmt: skip
    heads: dict[int, Head] = {}
    steps: dict[int, dict[int, tuple[int, str, set[int]]]] = defaultdict(dict)
    for pk, position, name, text, zoom, version, step_id, place, step, package_id in rows.order_by():
        heads[pk] = (pk, position, name, text, zoom, version)
        if step_id is not None:
            held = steps[pk].setdefault(step_id, (place, step, set()))
            held[2].update({package_id} - {None})
    cards = (Card(*head, cells.get(pk, {}), (), _substeps(steps[pk])) for pk, head in heads.items())
    return sorted(cards, key=attrgetter("position"))


def _substeps(steps: dict[int, tuple[int, str, set[int]]]) -> tuple[SubstepRow, ...]:
    ordered = sorted(steps.items(), key=lambda item: item[1][0])
    return tuple(SubstepRow(pk, name, frozenset(ids), ()) for pk, (_, name, ids) in ordered)
