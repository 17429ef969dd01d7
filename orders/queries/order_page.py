"""Everything the order page shows, in a number of statements that does not grow with the history. Minor units."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from config.shared.components import Countdown, Post
from orders.ledger.shares import settle
from orders.models import Answer, Delivery, Event, Order, OrderMilestone
from orders.queries.actions import ASIDE, DANGER, PLAIN, PRIMARY, Action, actions_for, bar_of, can
from orders.queries.amendment_cards import ANSWERS, Proposal, amendment_turn, proposal_of
from orders.queries.calls import Calls, calls_of
from orders.queries.case import Case
from orders.queries.endings import badge, headline
from orders.queries.pausing import Frozen, frozen_clocks
from orders.queries.posts import posts_of, stage_posts
from orders.queries.successors import links_of
from orders.queries.timeline import Line, history_of
from orders.queries.turns import Turn, turn_of
from orders.states import HELD, Act, MilestoneStatus


@dataclass(frozen=True, slots=True)
class Handed:
    """A delivery with the milestone it belongs to. ``waits``: it is the one to be answered."""

    delivery: Delivery
    milestone: OrderMilestone
    waits: bool

    @property
    def is_accepted(self) -> bool:
        """It is what the buyer accepted."""
        accepted = self.milestone.status == MilestoneStatus.ACCEPTED
        return accepted and self.delivery.round == self.milestone.rounds


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One milestone's money as the reader sees it. ``clears_at``: when the seller's part becomes available."""

    name: str
    words: str
    amount_minor: int
    clears_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """The money of the order.

    The buyer's ``paid``, ``refunded`` and ``to_come`` include the fee; the seller's
    ``earned`` and ``to_come`` are take-home.
    """

    lines: tuple[MoneyLine, ...]
    paid: int
    held: int
    earned: int
    refunded: int
    to_come: int


@dataclass(frozen=True, slots=True)
class OrderPage:
    """The page of one party. ``earlier``: how many events are older than those of the ``timeline``."""

    case: Case
    headline: str
    badge: tuple[str, str]
    turn: Turn | None
    clock: Countdown | None
    actions: list[Action]
    proposal: Proposal | None
    posts: tuple[Post, ...]
    stages: tuple[Post, ...]
    handed: list[Handed]
    answers: list[Answer]
    sums: Sums
    timeline: list[Line]
    earlier: int
    whole: bool
    shown: str
    can_tick: bool
    links: list[tuple[str, str]]
    calls: Calls | None

    @property
    def main_actions(self) -> list[Action]:
        """The buttons of the work itself."""
        return [one for one in self.actions if one.kind in {PRIMARY, PLAIN}]

    @property
    def side_actions(self) -> list[Action]:
        """What is always possible beside the work: other terms, and the ways out of the order."""
        aside = [one for one in self.actions if one.kind in {ASIDE, DANGER}]
        return sorted(aside, key=lambda one: one.kind == DANGER)

    @property
    def news(self) -> str:
        """What a screen reader says when the page has changed: what happened last, and how it stands."""
        return " ".join([*(line.words for line in self.timeline[:1]), self.headline])

    @property
    def bar(self) -> str:
        """Whose standing keeps something new from beginning here, in words."""
        return bar_of(self.case)

    @property
    def frozen(self) -> tuple[Frozen, ...]:
        """The clocks that a dispute has stopped."""
        return frozen_clocks(self.case)

    @property
    def answerable(self) -> bool:
        """A delivery waits for its answer: it stands right below the buttons."""
        return any(handed.waits for handed in self.handed)

    @property
    def has_pack(self) -> bool:
        """Accepted files can be taken home in one archive."""
        accepted = (one.delivery for one in self.handed if one.is_accepted)
        return self.case.reviews is not None and any(one.files.all() for one in accepted)


def order_page(case: Case, *, whole: bool = False) -> OrderPage:
    """Read the page: deliveries with files, answers and events in four statements.

    ``whole``: all that ever happened, not only the newest of it.
    """
    order, milestones, turn = case.order, case.standing.milestones, amendment_turn(case, turn_of(case))
    actions = actions_for(case)
    history = history_of(case, whole=whole)
    return OrderPage(
        case=case,
        headline=headline(case),
        badge=badge(case),
        turn=turn,
        clock=clock_of(case, turn),
        actions=[one for one in actions if one.act not in ANSWERS],
        proposal=proposal_of(case, actions),
        posts=posts_of(order, milestones, case.at),
        stages=stage_posts(order.stages),
        handed=_handed(case),
        answers=list(Answer.objects.filter(order_id=order.pk)) if order.questions or order.month else [],
        sums=sums_of(case),
        timeline=history.lines,
        earlier=history.earlier,
        whole=whole,
        shown=shown_token(case, history.count),
        can_tick=can(case, Act.POST_UPDATE),
        links=links_of(order, case.resuming),
        calls=calls_of(case),
    )


def shown_token(case: Case, events: int) -> str:
    """Changes whenever the page would read differently: polling answers 204 while it is the same."""
    newest = case.charge or case.difference
    charge = newest.status if newest else "none"
    return f"{case.order.version}-{events}-{charge}-{int(case.overdue)}{int(case.is_late)}{int(case.is_very_late)}"


def events_count(order: Order) -> int:
    """How many events the order has."""
    return Event.objects.filter(order_id=order.pk).count()


def clock_of(case: Case, turn: Turn | None) -> Countdown | None:
    """The countdown of what the reader or the other side has to do."""
    if turn is None or turn.deadline is None:
        return None
    return Countdown(turn.deadline, case.at, case.other.time_zone, case.other.label)


def _handed(case: Case) -> list[Handed]:
    by_id: dict[UUID, OrderMilestone] = {m.pk: m for m in case.standing.milestones}
    deliveries = Delivery.objects.filter(milestone__in=by_id).prefetch_related("files").order_by("-at")
    return [Handed(d, by_id[d.milestone_id], _waits(by_id[d.milestone_id], d)) for d in deliveries]


def _waits(milestone: OrderMilestone, delivery: Delivery) -> bool:
    return milestone.status == MilestoneStatus.DELIVERED and milestone.rounds == delivery.round


def sums_of(case: Case) -> Sums:
    """The money section, from the settlements and the frozen amounts; the audit proves them equal to the ledger."""
    found: dict[str, int] = defaultdict(int)
    lines = []
    for milestone in case.standing.milestones:
        words, amount, key = _where(case, milestone)
        clears_at = None
        settlement = getattr(milestone, "settlement", None)
        if (
            settlement is not None
            and not case.is_buyer
            and settlement.net_minor
            and settlement.cleared_at is None
        ):
            clears_at = settlement.clears_at
        lines.append(MoneyLine(milestone.name, words, amount, clears_at))
        found[key] += amount
        found["released"] += milestone.kept_minor
        found["taken_home"] += settlement.net_minor if settlement else 0
        found["paid"] += milestone.total_minor if milestone.started_at else 0
        found["refunded"] += settlement.back_minor if settlement else 0
    earned = found["released" if case.is_buyer else "taken_home"]
    return Sums(tuple(lines), found["paid"], found["held"], earned, found["refunded"], found["to_come"])


def _where(case: Case, milestone: OrderMilestone) -> tuple[str, int, str]:
    """Where a milestone's money is: words, the amount that says it to this reader, and the sum it counts for."""
    settlement = getattr(milestone, "settlement", None)
    if milestone.status == MilestoneStatus.DROPPED:
        return "Never charged", 0, "over"
    if settlement is not None and case.is_buyer:
        back = settlement.back_minor
        return ("Refunded", back, "over") if back else ("Released", milestone.amount_minor, "over")
    if settlement is not None:
        return "Earned", settlement.net_minor, "over"
    if milestone.status in HELD:
        return "Held", milestone.amount_minor, "held"
    return "To come", milestone.total_minor if case.is_buyer else _take_home(case, milestone), "to_come"


def _take_home(case: Case, milestone: OrderMilestone) -> int:
    return settle(
        amount_minor=milestone.amount_minor,
        fee_minor=milestone.fee_minor,
        released_minor=milestone.amount_minor,
        commission_bp=case.order.commission_bp,
    ).to_seller
