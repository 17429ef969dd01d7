"""Reads a gig's workbench: one statement, whatever the number of its milestones."""

from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter

from django.db.models import Value

from gigs.models import TIERS, Gig, Milestone, Package, Tier
from gigs.queries.workbench import Card, Cell, Choice, SubstepRow, Workbench

Cells = dict[int, dict[int, Cell]]
Head = tuple[int, int, str, str, bool, int]
PACKAGE, MILESTONE = "package", "milestone"


def workbench(gig: Gig) -> Workbench:
    """Packages and cards as they are stored. Inside a transaction: after the gig was locked."""
    rows: dict[str, list[tuple]] = {PACKAGE: [], MILESTONE: []}
    for kind, *row in _rows(gig):
        rows[kind].append(tuple(row))
    packages, cells = _packages(rows[PACKAGE])
    return Workbench(packages, ()).with_cards(_cards(rows[MILESTONE], cells))


def _rows(gig: Gig) -> Iterable[tuple]:
    """Packages with shares and milestones with substeps, laid end to end: each column holds one type in both."""
    packages = Package.objects.filter(gig_id=gig.pk).values_list(
        Value(PACKAGE), "id", "price_minor", "tier", Value(""), "own_split", "days",
        "shares__milestone_id", "shares__amount_minor", Value(""), "shares__days",
    )  # fmt: skip
    milestones = Milestone.objects.filter(gig_id=gig.pk).values_list(
        Value(MILESTONE), "id", "position", "name", "description", "zoom", "version",
        "substeps__id", "substeps__position", "substeps__name", "substeps__packages",
    )  # fmt: skip
    return packages.order_by().union(milestones.order_by(), all=True)


def _packages(rows: Iterable[tuple]) -> tuple[tuple[Choice, ...], Cells]:
    packages: dict[int, Choice] = {}
    cells: Cells = defaultdict(dict)
    for pk, price, tier, _, own, days, milestone_id, amount, _, share_days in rows:
        packages[pk] = Choice(pk, tier, str(Tier(tier).label), price, days, own)
        if milestone_id is not None:
            cells[milestone_id][pk] = Cell(amount, share_days)
    return tuple(sorted(packages.values(), key=lambda choice: TIERS.index(choice.tier))), cells


def _cards(rows: Iterable[tuple], cells: Cells) -> list[Card]:
    heads: dict[int, Head] = {}
    steps: dict[int, dict[int, tuple[int, str, set[int]]]] = defaultdict(dict)
    for pk, position, name, text, zoom, version, step_id, place, step, package_id in rows:
        heads[pk] = (pk, position, name, text, zoom, version)
        if step_id is not None:
            held = steps[pk].setdefault(step_id, (place, step, set()))
            held[2].update({package_id} - {None})
    cards = (Card(*head, cells.get(pk, {}), (), _substeps(steps[pk])) for pk, head in heads.items())
    return sorted(cards, key=attrgetter("position"))


def _substeps(steps: dict[int, tuple[int, str, set[int]]]) -> tuple[SubstepRow, ...]:
    ordered = sorted(steps.items(), key=lambda item: item[1][0])
    return tuple(SubstepRow(pk, name, frozenset(ids), ()) for pk, (_, name, ids) in ordered)
