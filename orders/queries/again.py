"""The same again: what a finished order would be now (product.md 4, "Order again" from a finished order).

Nobody is bound to a price that they do not offer any more. An order whose package still has the same price and the same
workflow is ordered again at once, at today's rates; any other, and every order that an offer began, becomes a request
to the seller with its terms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from config.shared.components import Post
from gigs.models import Gig
from gigs.queries import PackageTerms, terms_for_checkout
from gigs.states import GigState
from offers.repeating import Row
from offers.repeating import Terms as WantedTerms
from offers.states import Kind as OfferKind
from orders.models import OrderMilestone
from orders.queries.case import Case
from orders.queries.checkout import FULL, MILESTONES, Plan, plans_of_package
from orders.queries.posts import posts_of_terms, stage_posts
from orders.states import Kind
from orders.terms import Terms, terms_of_package

_COMPARED = ("name", "description", "zoom", "amount_minor", "days", "revisions")


@dataclass(frozen=True, slots=True)
class AtOnce:
    """The package as it can be ordered now. ``version`` is the gig's; ``notes`` say what is not as it was."""

    package: PackageTerms
    version: int
    per_milestone: bool
    plan: Plan
    notes: tuple[str, ...]


def at_once(case: Case) -> AtOnce | None:
    """The package with which this order can be ordered again at once; None when there is none any more."""
    gig = case.order.gig
    if gig.state != GigState.ACTIVE or case.order.kind not in {Kind.MILESTONES, Kind.SINGLE}:
        return None
    terms, per_milestone = terms_for_checkout(gig.pk), case.order.kind == Kind.MILESTONES
    for package in terms.packages:
        if per_milestone and not package.can_pay_per_milestone:
            continue
        if _is_the_same(terms_of_package(gig, package, per_milestone=per_milestone), case):
            key = MILESTONES if per_milestone else FULL
            plan = next(plan for plan in plans_of_package(gig, package, case.at) if plan.key == key)
            return AtOnce(package, terms.version, per_milestone, plan, _notes(case, gig))
    return None


def wanted(case: Case) -> WantedTerms:
    """The terms of the order, for the seller to make an offer of."""
    rows = tuple(_wanted_row(one) for one in case.standing.milestones)
    kind = OfferKind.MILESTONES if len(rows) > 1 else OfferKind.SINGLE
    return WantedTerms(case.order.number, kind, rows)


def posts_again(case: Case, at: datetime) -> tuple[Post, ...]:
    """The rail as it would be, if it began now."""
    order = case.order
    if order.stages:
        return stage_posts([{**stage, "done": False} for stage in order.stages])
    terms = Terms(
        order.title, Kind(order.kind), _rows(case.standing.milestones), order.commission_bp, order.fee_bp, {}
    )
    return posts_of_terms(terms, at)


def brief_of(case: Case) -> str:
    """What the buyer would write; it can be changed before it is sent."""
    return f"I would like to order the same again as in {case.order.number}: {case.order.title}."


def _is_the_same(now: Terms, case: Case) -> bool:
    stages = [_stage(stage) for stage in case.order.stages] == [_stage(stage) for stage in now.stages]
    then = [_row(row) for row in _rows(case.standing.milestones)]
    return stages and then == [_row(row) for row in now.rows]


def _rows(milestones: Sequence[OrderMilestone]) -> list[dict[str, Any]]:
    return [
        {**{name: getattr(one, name) for name in _COMPARED}, "substeps": list(one.substeps)}
        for one in milestones
    ]


def _row(row: dict[str, Any]) -> tuple[Any, ...]:
    """What has to be the same, with defaults for what a package leaves out."""
    usual = {"zoom": False, "description": ""}
    substeps = tuple(step["name"] for step in row.get("substeps", ()))
    return (*(row.get(name, usual.get(name)) for name in _COMPARED), substeps)


def _stage(stage: dict[str, Any]) -> tuple[Any, ...]:
    return stage["name"], stage["text"], stage["zoom"], tuple(stage["substeps"])


def _wanted_row(one: OrderMilestone) -> Row:
    return Row(
        name=one.name,
        amount_minor=one.amount_minor,
        days=one.days,
        revisions=one.revisions,
        description=one.description,
        zoom=one.zoom,
        substeps=tuple(step["name"] for step in one.substeps),
    )


def _notes(case: Case, gig: Gig) -> tuple[str, ...]:
    """What the buyer may not expect."""
    notes = []
    if case.order.fee_bp != settings.BUYER_FEE_BP:
        then, now = case.order.fee_bp / 100, settings.BUYER_FEE_BP / 100
        notes.append(f"The service fee is {now:g} % now; it was {then:g} % then.")
    if gig.questions.exists():
        notes.append(
            "The seller asks their questions after the payment, with your earlier answers filled in."
        )
    return tuple(notes)
