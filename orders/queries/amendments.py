"""Proposed changes as pages show them: who may answer, before and after side by side, the money of each side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from config.shared.components import Post
from config.shared.money import fee_of
from orders.amending import Changes
from orders.amending.changes import rail_as_json
from orders.amending.plan import NOT_BEGUN, Plan, plan_of
from orders.amending.words import differences
from orders.models import Amendment, Order, OrderMilestone
from orders.queries.case import Case
from orders.queries.posts import posts_of
from orders.queries.words import moment_words, named
from orders.states import MilestoneStatus, Role


def answers_it(case: Case) -> bool:
    """The other side proposed, and the reader has not answered in the time that there is."""
    return _open(case) and not _agreed(case) and _amendment(case).role != case.role


def proposed_it(case: Case) -> bool:
    """The reader proposed, and may still take it back."""
    return _open(case) and not _agreed(case) and _amendment(case).role == case.role


def pays_it(case: Case) -> bool:
    """It is agreed, and the buyer has to pay the difference; not while a charge is being checked."""
    free = case.difference is None or not case.difference.is_checked
    return _open(case) and _agreed(case) and case.is_buyer and free


def can_propose(case: Case) -> bool:
    """Nothing is proposed, and nothing is being paid at the moment."""
    return not _open(case) and (case.charge is None or not case.charge.is_checked)


def charged_by(case: Case) -> int | None:
    """What the buyer's yes, or paying, charges: the difference with its fee; None when nothing is charged."""
    amount = plan_shown(case).charge_minor if case.is_buyer and case.standing.amendment else 0
    return amount or None


def _open(case: Case) -> bool:
    amendment = case.standing.amendment
    if amendment is None or amendment.due_at is None:
        return False
    return case.at < amendment.due_at or (case.difference is not None and case.difference.is_checked)


def _agreed(case: Case) -> bool:
    return _amendment(case).agreed_at is not None


def _amendment(case: Case) -> Amendment:
    if case.standing.amendment is None:
        message = "no amendment is open"
        raise RuntimeError(message)
    return case.standing.amendment


def plan_shown(case: Case) -> Plan:
    """What the open amendment would lead to now."""
    return plan_of(case.standing, Changes.from_json(_amendment(case).changes), case.at)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Before and after, side by side. ``lines``: what is different, in words."""

    before: tuple[Post, ...]
    after: tuple[Post, ...]
    lines: tuple[str, ...]
    rows: tuple[tuple[str, int, int], ...]


def comparison(case: Case, plan: Plan) -> Comparison:
    """A plan as one party sees it; the figures are those that its effect writes."""
    order = case.order
    return Comparison(
        before=tuple(_short(post) for post in posts_of(order, plan.before, case.at)),
        after=tuple(_short(post) for post in _called(case, posts_of(order, plan.after, case.at))),
        lines=tuple(lines_of(case, plan)),
        rows=tuple(_sums(order, plan, case.role)),
    )


def _short(post: Post) -> Post:
    """What can differ, without what is read on the order itself; two rails on a page share no ids."""
    return replace(post, description="", steps=(), anchor="")


def lines_of(case: Case, plan: Plan) -> list[str]:
    """What a plan changes, in words, dates too."""
    lines = differences(rail_as_json(plan.before), rail_as_json(plan.after))
    now, then = case.milestone.due_at, plan.running.get("due_at")
    if plan.reopens and then:
        lines.append(
            f"{named(case.milestone)} becomes the last milestone: it returns to work for its final delivery, due"
            f" {moment_words(then)}."
        )
    elif then and now and then != now and case.milestone.status != MilestoneStatus.DELIVERED:
        lines.append(f"{named(case.milestone)} is due {moment_words(then)} instead of {moment_words(now)}.")
    return lines


def _called(case: Case, posts: Sequence[Post]) -> tuple[Post, ...]:
    """Between two milestones the next one waits for its payment, whichever that is then."""
    if case.milestone.status not in NOT_BEGUN:
        return tuple(posts)
    planned, waits = MilestoneStatus.PLANNED, MilestoneStatus.AWAITING_PAYMENT
    return tuple(
        post
        if post.number < case.order.current
        else replace(post, state=waits.value, state_label=str(waits.label), current=True)
        if post.number == case.order.current
        else replace(post, state=planned.value, state_label=str(planned.label), current=False)
        for post in posts
    )


def _sums(order: Order, plan: Plan, role: Role) -> list[tuple[str, int, int]]:
    """(what, before, after): the whole price, and what it is for this reader."""
    whole = ("Price of all milestones", _amounts(plan.before), _amounts(plan.after))
    if role == Role.BUYER:
        mine = ("You pay in all, with service fee", _totals(plan.before), _totals(plan.after))
    else:
        mine = ("You get in all, after commission", _earned(order, plan.before), _earned(order, plan.after))
    return [whole, mine]


def _amounts(rail: Sequence[OrderMilestone]) -> int:
    return sum(one.amount_minor for one in rail)


def _totals(rail: Sequence[OrderMilestone]) -> int:
    return sum(one.total_minor for one in rail)


def _earned(order: Order, rail: Sequence[OrderMilestone]) -> int:
    return sum(one.amount_minor - fee_of(one.amount_minor, order.commission_bp) for one in rail)
