"""An offer as people read it: rail, payments, dates, what happens when. Money in minor units of the currency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from config.shared.components import Post
from config.shared.durations import in_words
from config.shared.money import fee_of, format_money
from config.shared.terms import frozen_windows
from offers.kinds import rules_of
from offers.models import Offer, OfferMilestone
from offers.queries.months import charge_days, done_by, month_names, month_posts, month_promises, usual_period
from offers.queries.versions import Change, differences
from offers.states import Kind, State


@dataclass(frozen=True, slots=True)
class Payment:
    """One charge of the buyer: ``amount`` and the service ``fee`` make ``total``.

    If the order stops after it: ``paid`` is what the buyer has been charged by then, ``earned`` what the seller has
    after commission, ``left`` the work (without fees) that is never done and never charged.
    """

    label: str
    when: str
    amount: int
    fee: int
    total: int
    paid: int
    earned: int
    left: int


@dataclass(frozen=True, slots=True)
class Rates:
    """Service fee and commission in basis points."""

    fee_bp: int
    commission_bp: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that an offer says to its reader.

    ``months``: how many a subscription has, 0 for every other kind; ``work`` what is done in each of them.
    """

    posts: tuple[Post, ...]
    payments: tuple[Payment, ...]
    amount: int
    fee: int
    total: int
    take_home: int
    days: int
    done_by: datetime
    first: int
    promises: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    months: int = 0
    work: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """An offer inside a conversation; ``label`` says its size in a line. ``by_month``: the amount is one month's."""

    offer: Offer
    posts: tuple[Post, ...]
    label: str
    amount: int
    days: int
    by_month: bool = False


def sheet_of(offer: Offer, at: datetime, *, previous: Offer | None = None) -> Sheet:
    """The offer with dates as if it were accepted at ``at``; its rows at hand. A draft shows the rates of now.

    ``previous``: the version that it replaces, rows at hand too, to mark what is different.
    """
    rows = list(offer.milestones.all())
    draft = offer.state == State.DRAFT
    rates = rates_now() if draft else Rates(offer.fee_bp, offer.commission_bp)
    if rules_of(offer.kind).by_month and rows:
        return sheet_of_months(offer, rows[0], at, rates, previous)
    payments = payments_of([(row.name, row.amount_minor) for row in rows], rates, offer.kind)
    changes = differences(previous, offer) if previous is not None else ()
    days = sum(row.days for row in rows)
    return Sheet(
        posts=_posts(rows, at, {change.position: change.kind for change in changes}),
        payments=payments,
        amount=sum(p.amount for p in payments),
        fee=sum(p.fee for p in payments),
        total=sum(p.total for p in payments),
        take_home=payments[-1].earned if payments else 0,
        days=days,
        done_by=at + timedelta(days=days),
        first=payments[0].total if payments else 0,
        promises=_promises(offer, frozen_windows() if draft else offer.windows),
        changes=changes,
    )


def sheet_of_months(
    offer: Offer, row: OfferMilestone, at: datetime, rates: Rates, previous: Offer | None
) -> Sheet:
    """A subscription, every month with its date and charge, as if the first one were paid at ``at``."""
    draft, months, period = offer.state == State.DRAFT, offer.months or 1, usual_period(offer.period)
    windows = frozen_windows() if draft else offer.windows
    rows = [(name, row.amount_minor) for name in month_names(months)]
    payments = payments_of(rows, rates, offer.kind, charge_days(at, months, period))
    to_accept, to_pay = (
        in_words(timedelta(seconds=windows[name])) for name in ("ACCEPTANCE_WINDOW_SINGLE", "FUNDING_WINDOW")
    )
    return Sheet(
        posts=month_posts(at, months, period),
        payments=payments,
        amount=sum(p.amount for p in payments),
        fee=sum(p.fee for p in payments),
        total=payments[-1].paid,
        take_home=payments[-1].earned,
        days=row.days,
        done_by=done_by(at, months, period, row.days),
        first=payments[0].total,
        promises=tuple(month_promises(to_accept, to_pay, months)),
        changes=differences(previous, offer) if previous is not None else (),
        months=months,
        work=month_work(row.days, row.revisions, zoom=row.zoom),
    )


def month_work(days: int, revisions: int | None, *, zoom: bool) -> str:
    """What is done in a month: ``5 days of work, 1 revision``."""
    work = f"{days} day{'' if days == 1 else 's'} of work, {revisions_in_words(revisions).lower()}"
    return f"{work}, with a Zoom call" if zoom else work


def rates_now() -> Rates:
    """What an offer sent at this moment would keep."""
    return Rates(settings.BUYER_FEE_BP, settings.SELLER_COMMISSION_BP)


def payments_of(
    rows: Sequence[tuple[str, int]], rates: Rates, kind: str, dates: Sequence[str] = ()
) -> tuple[Payment, ...]:
    """Each charge by (name, amount), with what stands behind it; rounded one by one, as charges and releases are.

    ``dates``: when each of them comes by itself; without them the buyer starts each.
    """
    payments: list[Payment] = []
    paid = earned = 0
    left = sum(amount for _, amount in rows)
    for number, (name, amount) in enumerate(rows, start=1):
        fee = fee_of(amount, rates.fee_bp)
        paid, earned = paid + amount + fee, earned + amount - fee_of(amount, rates.commission_bp)
        left -= amount
        when = dates[number - 1] if dates else _when(number)
        label = _label(number, name, kind)
        payments.append(Payment(label, when, amount, fee, amount + fee, paid, earned, left))
    return tuple(payments)


def _when(number: int) -> str:
    return "When you accept" if number == 1 else f"When you start it, after accepting milestone {number - 1}"


def _label(number: int, name: str, kind: str) -> str:
    rules = rules_of(kind)
    if rules.by_month:
        return name
    return f"{number}. {name}" if rules.named else Kind(kind).label


def card_of(offer: Offer) -> Card:
    """The small form of an offer; its rows at hand."""
    rows = list(offer.milestones.all())
    count = len(rows)
    rules = rules_of(offer.kind)
    label = f"{count} milestones" if rules.named else Kind(offer.kind).label
    if rules.by_month and offer.months:
        label = f"Subscription, {offer.months} months"
    posts = tuple(Post(row.position, row.name) for row in rows)
    amount, days = sum(row.amount_minor for row in rows), sum(row.days for row in rows)
    return Card(offer, posts, label, amount, days, rules.by_month)


def revisions_in_words(revisions: int | None) -> str:
    """``Unlimited revisions``, ``No revisions``, ``1 revision``."""
    if revisions is None:
        return "Unlimited revisions"
    return {0: "No revisions", 1: "1 revision"}.get(revisions, f"{revisions} revisions")


def _posts(rows: Sequence[OfferMilestone], at: datetime, marks: Mapping[int, str]) -> tuple[Post, ...]:
    posts, day = [], 0
    for row in rows:
        day += row.days
        by = date_format(timezone.localtime(at + timedelta(days=day)), "D j M")
        posts.append(
            Post(
                number=row.position,
                name=row.name,
                description=row.description,
                price=format_money(row.amount_minor),
                when=f"{row.days} day{'' if row.days == 1 else 's'}, by {by}",
                note=_noted(row, marks),
                zoom=row.zoom,
            )
        )
    return tuple(posts)


def _noted(row: OfferMilestone, marks: Mapping[int, str]) -> str:
    words = revisions_in_words(row.revisions)
    mark = marks.get(row.position, "")
    return f"{words} · {mark} in this version" if mark else words


def _promises(offer: Offer, windows: dict[str, int]) -> tuple[str, ...]:
    def words(name: str) -> str:
        return in_words(timedelta(seconds=windows[name]))

    rules = rules_of(offer.kind)
    if not rules.by_milestone:
        return (
            "You pay once. The money is held for you until you accept the delivery.",
            f"After the delivery you have {words(rules.window)} to accept it or to request a revision.",
            "If you do not answer in that time, the delivery counts as accepted and the order is completed.",
        )
    return (
        "You pay the first milestone now. It is held for you until you accept its delivery.",
        (
            "Each next milestone is charged only when you start it. You can stop after any accepted milestone: "
            "what has not begun is never charged."
        ),
        f"After each delivery you have {words(rules.window)} to accept it or to request a revision.",
        (
            "If you do not answer in that time, the delivered milestone counts as accepted, the order ends, "
            "and the next one is never charged."
        ),
    )
