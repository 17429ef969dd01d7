"""What ordering would mean: the plans of a package or an offer, with dates and money as if ordered now.

Amounts in minor units, fee included where it says so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from config.shared.components import MoneyPreview, Post
from config.shared.durations import in_words
from config.shared.money import fee_of, format_money
from gigs.models import Gig
from gigs.queries import CheckoutTerms, PackageTerms
from offers.models import Offer
from offers.queries.sheets import Sheet, sheet_of
from orders.queries.posts import posts_of_terms, stage_posts
from orders.queries.previews import placing_preview
from orders.queries.subscription_plan import plan_posts, plan_preview, plan_text
from orders.states import Kind
from orders.terms import Terms, terms_of_offer, terms_of_package

MILESTONES, FULL, MONTHS = "milestones", "full", "months"


@dataclass(frozen=True, slots=True)
class Plan:
    """One way to pay. ``charge_minor`` is what the button charges, fee included."""

    key: str
    label: str
    text: str
    posts: tuple[Post, ...]
    preview: MoneyPreview
    charge_minor: int
    total_minor: int
    promises: tuple[str, ...]


def plans_of_package(gig: Gig, package: PackageTerms, at: datetime) -> list[Plan]:
    """Per milestone where the package can, and in full."""
    seller = gig.seller.label
    keys = [MILESTONES, FULL] if package.can_pay_per_milestone else [FULL]
    return [
        _plan(terms_of_package(gig, package, per_milestone=key == MILESTONES), seller, at) for key in keys
    ]


def plan_of_offer(offer: Offer, at: datetime) -> Plan:
    """The one way that an offer is paid."""
    if offer.kind == Kind.SUBSCRIPTION:
        return _plan_of_months(sheet_of(offer, at), offer.seller.label)
    return _plan(terms_of_offer(offer), offer.seller.label, at)


def _plan_of_months(sheet: Sheet, seller: str) -> Plan:
    return Plan(
        key=MONTHS,
        label="Subscription",
        text=plan_text(sheet),
        posts=plan_posts(sheet),
        preview=plan_preview(sheet, seller),
        charge_minor=sheet.first,
        total_minor=sheet.total,
        promises=sheet.promises,
    )


def package_of(terms: CheckoutTerms, tier: str) -> PackageTerms | None:
    """The package that was asked for; the first one when none was."""
    return terms.package(tier) if tier else next(iter(terms.packages), None)


def _plan(terms: Terms, seller: str, at: datetime) -> Plan:
    charges = [row["amount_minor"] + fee_of(row["amount_minor"], terms.fee_bp) for row in terms.rows]
    by_milestone = terms.kind == Kind.MILESTONES
    now = format_money(charges[0])
    if by_milestone:
        text = f"{now} now, then each milestone when you start it. You can stop after any accepted one."
    elif terms.stages:
        text = f"{now} now, for everything. The seller tells you when each stage is done."
    else:
        text = f"{now} now, for everything."
    return Plan(
        key=MILESTONES if by_milestone else FULL,
        label="Pay per milestone" if by_milestone else "Pay in full",
        text=text,
        posts=_posts(terms, at),
        preview=placing_preview(terms, seller),
        charge_minor=charges[0],
        total_minor=sum(charges),
        promises=_promises(terms, seller),
    )


def _posts(terms: Terms, at: datetime) -> tuple[Post, ...]:
    return stage_posts(terms.stages) if terms.stages else posts_of_terms(terms, at)


def _promises(terms: Terms, seller: str) -> tuple[str, ...]:
    """What happens after a delivery, and when nobody answers (article, custom offers, last note)."""
    by_milestone = terms.kind == Kind.MILESTONES
    window = terms.windows["ACCEPTANCE_WINDOW" if by_milestone else "ACCEPTANCE_WINDOW_SINGLE"]
    words = in_words(timedelta(seconds=window))
    ends = ", the order ends, and what has not begun is never charged" if by_milestone else ""
    return (
        f"After {'each' if by_milestone else 'the'} delivery you have {words} to accept it or to request a revision.",
        f"Without an answer it counts as accepted, {seller} is paid{ends}.",
        "If nothing is delivered, your money comes back with its fee.",
    )
