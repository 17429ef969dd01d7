"""The terms that an order freezes when it is placed: a snapshot of a package or of an offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from config.shared.terms import frozen_windows
from gigs.models import Gig
from gigs.queries import PackageTerms, WorkflowStep
from offers.models import Offer
from orders.models import Subscription
from orders.states import Kind

QUESTION = ("text", "kind", "choices", "required")


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed.

    ``rows``: columns of each payable milestone, amounts in minor units; ``windows`` in seconds.
    """

    title: str
    kind: Kind
    rows: Sequence[dict[str, Any]]
    commission_bp: int
    fee_bp: int
    windows: Mapping[str, int]
    questions: Sequence[dict[str, Any]] = ()
    package_name: str = ""
    stages: Sequence[dict[str, Any]] = field(default_factory=tuple)


def terms_of_package(gig: Gig, package: PackageTerms, *, per_milestone: bool) -> Terms:
    """A package now.

    Paid in full it is one payable milestone with the workflow as stages (product.md 3.3).
    """
    rows = [_row(step, package) for step in package.steps] if per_milestone else [_whole(gig, package)]
    return Terms(
        title=gig.title,
        kind=Kind.MILESTONES if per_milestone else Kind.SINGLE,
        rows=rows,
        commission_bp=settings.SELLER_COMMISSION_BP,
        fee_bp=settings.BUYER_FEE_BP,
        windows=frozen_windows(),
        questions=[dict(q) for q in gig.questions.order_by("position").values(*QUESTION)],
        package_name=f"{package.tier_label} · {package.name}" if package.name else package.tier_label,
        stages=[] if per_milestone else [_stage(step) for step in package.steps],
    )


def _row(step: WorkflowStep, package: PackageTerms) -> dict[str, Any]:
    return {
        "name": step.name,
        "description": step.description,
        "zoom": step.zoom,
        "substeps": [{"name": name, "done": False} for name in step.substeps],
        "amount_minor": step.amount_minor,
        "days": step.days,
        "revisions": package.revisions,
    }


def _whole(gig: Gig, package: PackageTerms) -> dict[str, Any]:
    return {
        "name": package.name or package.tier_label,
        "description": gig.title,
        "amount_minor": package.price_minor,
        "days": package.days,
        "revisions": package.revisions,
    }


def _stage(step: WorkflowStep) -> dict[str, Any]:
    substeps = list(step.substeps)
    return {
        "name": step.name,
        "text": step.description,
        "zoom": step.zoom,
        "substeps": substeps,
        "done": False,
    }


def terms_of_offer(offer: Offer) -> Terms:
    """A sent offer as it was sent: rates and windows are those of that moment; of a subscription its first month."""
    rows = offer.milestones.order_by("position")
    fields = ("name", "description", "zoom", "amount_minor", "days", "revisions")
    by_the_month = offer.kind == Kind.SUBSCRIPTION
    return Terms(
        title=offer.title,
        kind=Kind(offer.kind),
        rows=[{**row, "name": month_name(1)} if by_the_month else row for row in rows.values(*fields)],
        commission_bp=offer.commission_bp,
        fee_bp=offer.fee_bp,
        windows=offer.windows,
        questions=offer.questions,
    )


def month_name(month: int) -> str:
    """What the one milestone of a month of a subscription is called."""
    return f"Month {month}"


def terms_of_month(subscription: Subscription, month: int) -> Terms:
    """A further month of a subscription. Nothing is asked again: the answers of the first month are copied."""
    row = {
        "name": month_name(month),
        "zoom": subscription.zoom,
        "amount_minor": subscription.amount_minor,
        "days": subscription.days,
        "revisions": subscription.revisions,
    }
    return Terms(
        title=subscription.title,
        kind=Kind.SUBSCRIPTION,
        rows=[row],
        commission_bp=subscription.commission_bp,
        fee_bp=subscription.fee_bp,
        windows=subscription.windows,
    )
