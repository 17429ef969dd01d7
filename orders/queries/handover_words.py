"""The texts of a hand-over pack: plain, with times in UTC, the same for both sides."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.utils.formats import date_format

from config.shared.money import format_money
from orders.models import Order, OrderMilestone
from orders.queries.words import counted, revisions_words
from orders.states import MilestoneStatus, OrderStatus, Reason

NOTES = {
    "missing": "MISSING: it could not be read when this pack was made",
    "damaged": "DAMAGED: its sum differs",
}


def terms_words(order: Order, milestones: Sequence[OrderMilestone]) -> str:
    """What was agreed, and how it ended."""
    return "\n".join([*_head(order), *(line for one in milestones for line in _milestone(one))]) + "\n"


def manifest_words(number: str, lines: Sequence[tuple[str, str, str]]) -> str:
    """The sums of all files as ``sha256sum --check`` reads them; what is not whole is said above its line."""
    head = [f"# Order {number}: the files that were accepted, with their SHA-256 sums.", "#"]
    head += ["# Check them with: sha256sum --check MANIFEST.txt", ""]
    return "\n".join([*head, *(line for one in lines for line in _sum(*one))]) + "\n"


def _sum(sha256: str, path: str, state: str) -> Iterator[str]:
    if state in NOTES:
        yield f"# {NOTES[state]}"
    yield f"{sha256}  {path}"


def _head(order: Order) -> Iterator[str]:
    yield f"Order {order.number}: {order.title}"
    yield ""
    yield f"Buyer:     {order.buyer.label} (@{order.buyer.handle})"
    yield f"Seller:    {order.seller.label} (@{order.seller.handle})"
    if order.package_name:
        yield f"Package:   {order.package_name}"
    yield f"Ordered:   {_moment(order.placed_at)}"
    if order.ended_at is not None:
        yield f"Ended:     {_moment(order.ended_at)}"
    yield f"Result:    {OrderStatus(order.status).label}: {Reason(order.reason).label}"


def _milestone(one: OrderMilestone) -> Iterator[str]:
    yield ""
    yield f"{one.position}. {one.name}"
    yield f"   {format_money(one.amount_minor)}, {counted(one.days, 'day')}, {revisions_words(one.revisions).lower()}"
    yield f"   {_state(one)}"
    for line in one.description.splitlines():
        yield f"   {line}" if line else ""
    for step in one.substeps:
        yield f"   - {step['name']}"


def _state(one: OrderMilestone) -> str:
    status = MilestoneStatus(one.status)
    if status == MilestoneStatus.ACCEPTED and one.accepted_at is not None:
        return f"Accepted {_moment(one.accepted_at)}"
    if status == MilestoneStatus.CANCELLED and one.released_minor:
        return f"Cancelled; {format_money(one.released_minor)} of it was earned"
    return str(status.label)


def _moment(moment: datetime) -> str:
    return f"{date_format(moment.astimezone(UTC), 'j M Y, H:i', use_l10n=False)} UTC"
