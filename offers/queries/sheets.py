"""An offer as people read it: rail, payments, dates, what happens when. Money in minor units of the currency."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from config.shared.components import Post
from config.shared.durations import in_words
from config.shared.money import fee_of, format_money
from config.shared.terms import frozen_windows
from offers.models import Offer, OfferMilestone
from offers.states import Kind, State


@dataclass(frozen=True, slots=True)
class Payment:
    """One charge of the buyer: ``amount`` and the service ``fee`` make ``total``."""

    label: str
    when: str
    amount: int
    fee: int
    total: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that an offer says to its reader."""

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


@dataclass(frozen=True, slots=True)
class Card:
    """An offer inside a conversation; ``label`` says its size in a line."""

    offer: Offer
    posts: tuple[Post, ...]
    label: str
    amount: int
    days: int


def sheet_of(offer: Offer, at: datetime) -> Sheet:
    """The offer with dates as if it were accepted at ``at``; its rows at hand. A draft shows the rates of now."""
    rows = list(offer.milestones.all())
    draft = offer.state == State.DRAFT
    fee_bp = settings.BUYER_FEE_BP if draft else offer.fee_bp
    commission_bp = settings.SELLER_COMMISSION_BP if draft else offer.commission_bp
    payments = tuple(_payment(row, fee_bp, single=offer.kind == Kind.SINGLE) for row in rows)
    amount, fee = sum(p.amount for p in payments), sum(p.fee for p in payments)
    days = sum(row.days for row in rows)
    return Sheet(
        posts=_posts(rows, at),
        payments=payments,
        amount=amount,
        fee=fee,
        total=amount + fee,
        take_home=sum(row.amount_minor - fee_of(row.amount_minor, commission_bp) for row in rows),
        days=days,
        done_by=at + timedelta(days=days),
        first=payments[0].total if payments else 0,
        promises=_promises(offer, frozen_windows() if draft else offer.windows),
    )


def card_of(offer: Offer) -> Card:
    """The small form of an offer; its rows at hand."""
    rows = list(offer.milestones.all())
    count = len(rows)
    label = "Single payment" if offer.kind == Kind.SINGLE else f"{count} milestones"
    posts = tuple(Post(row.position, row.name) for row in rows)
    return Card(offer, posts, label, sum(row.amount_minor for row in rows), sum(row.days for row in rows))


def revisions_in_words(revisions: int | None) -> str:
    """``Unlimited revisions``, ``No revisions``, ``1 revision``."""
    if revisions is None:
        return "Unlimited revisions"
    return {0: "No revisions", 1: "1 revision"}.get(revisions, f"{revisions} revisions")


def _posts(rows: list[OfferMilestone], at: datetime) -> tuple[Post, ...]:
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
                note=revisions_in_words(row.revisions),
                zoom=row.zoom,
            )
        )
    return tuple(posts)


def _payment(row: OfferMilestone, fee_bp: int, *, single: bool) -> Payment:
    fee = fee_of(row.amount_minor, fee_bp)
    first = row.position == 1
    when = "When you accept" if first else f"When you start it, after accepting milestone {row.position - 1}"
    label = "Single payment" if single else f"{row.position}. {row.name}"
    return Payment(label, when, row.amount_minor, fee, row.amount_minor + fee)


def _promises(offer: Offer, windows: dict[str, int]) -> tuple[str, ...]:
    def words(name: str) -> str:
        return in_words(timedelta(seconds=windows[name]))

    if offer.kind == Kind.SINGLE:
        return (
            "You pay once. The money is held for you until you accept the delivery.",
            f"After the delivery you have {words('ACCEPTANCE_WINDOW_SINGLE')} to accept it or to request a revision.",
            "If you do not answer in that time, the delivery counts as accepted and the order is completed.",
        )
    return (
        "You pay the first milestone now. It is held for you until you accept its delivery.",
        (
            "Each next milestone is charged only when you start it. You can stop after any accepted milestone: "
            "what has not begun is never charged."
        ),
        f"After each delivery you have {words('ACCEPTANCE_WINDOW')} to accept it or to request a revision.",
        (
            "If you do not answer in that time, the delivered milestone counts as accepted, the order ends, "
            "and the next one is never charged."
        ),
    )
