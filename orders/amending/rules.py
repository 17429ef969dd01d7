"""What cannot be agreed, in words beside the field that says it (product.md 2 and 5.2, row 14)."""

from collections.abc import Iterator

from django.conf import settings

from config.shared.errors import Invalid
from config.shared.money import format_money
from orders.amending.changes import Changes, Row, row_of
from orders.amending.plan import not_begun, paid_one
from orders.models import OrderMilestone
from orders.standing import Standing
from orders.states import Kind

MILESTONES_MAX = settings.OFFER_MILESTONES_MAX


class NothingChanges(Invalid):
    """A proposal has to change something."""

    def __init__(self) -> None:
        """Of the proposal as a whole."""
        super().__init__("Change something first: as it stands, everything would stay as it is.")


class BadChanges(Invalid):
    """What is proposed breaks a limit; ``faults`` are (field, sentence), a row's field being ``row-2-days``."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        """Keep all of them; the first one is the refusal's."""
        self.faults = faults
        field, words = faults[0]
        super().__init__(words, field=field or None)


def check(standing: Standing, changes: Changes) -> None:
    """Refuse what cannot be agreed on the order as it stands. Raises BadChanges and NothingChanges.

    Milestones are added, dropped and put in another order only where the order is paid by milestones: a single
    payment was agreed, and is answered within other windows, as one piece of work. At most 6 milestones, those that
    were accepted counted; between two milestones one has to remain, because ending there is what "Stop order" does.
    """
    faults = [*_of_running(standing, changes), *_of_rest(standing, changes)]
    if faults:
        raise BadChanges(faults)
    rest = tuple(row_of(one) for one in not_begun(standing))
    if not _touches(paid_one(standing), changes) and changes.rest in {None, rest}:
        raise NothingChanges


def _touches(paid: OrderMilestone | None, changes: Changes) -> bool:
    if paid is None:
        return False
    other = changes.amount_minor not in {None, paid.amount_minor}
    return bool(changes.days or changes.revisions or changes.price_minor) or other


def _of_running(standing: Standing, changes: Changes) -> Iterator[tuple[str, str]]:
    paid = paid_one(standing)
    if paid is None:
        if changes.of_running:
            yield "", "The milestone before this one is settled. Change what has not begun."
        return
    amount = paid.amount_minor if changes.amount_minor is None else changes.amount_minor
    yield from _of_amount("amount", amount)
    if not 0 <= changes.days <= settings.OFFER_MILESTONE_DAYS_MAX:
        yield "days", f"Choose 0 to {settings.OFFER_MILESTONE_DAYS_MAX} more days."
    elif paid.days + changes.days > settings.PACKAGE_DAYS_MAX:
        yield "days", f"A milestone takes at most {settings.PACKAGE_DAYS_MAX} days in all."
    yield from _of_revisions(paid, changes)
    if changes.price_minor and amount + changes.price_minor > settings.PRICE_MAX_MINOR:
        yield "price", f"A milestone costs at most {format_money(settings.PRICE_MAX_MINOR)} in all."


def _of_revisions(paid: OrderMilestone, changes: Changes) -> Iterator[tuple[str, str]]:
    if paid.revisions is None:
        if changes.revisions:
            yield "revisions", "This milestone has as many revisions as needed already."
    elif changes.revisions < 0 or paid.revisions + changes.revisions > settings.REVISIONS_MAX:
        left = settings.REVISIONS_MAX - paid.revisions
        yield "revisions", f"A milestone has at most {settings.REVISIONS_MAX} revisions: up to {left} more."
    if changes.price_minor < 0:
        yield "price", "Write a price of nothing or more."
    elif changes.price_minor and not changes.revisions:
        yield "revisions", "Say for how many more revisions the price is."


def _of_rest(standing: Standing, changes: Changes) -> Iterator[tuple[str, str]]:
    if changes.rest is None:
        return
    present = {str(one.pk): row_of(one) for one in not_begun(standing)}
    known = [row.id for row in changes.rest if row.id]
    if len(set(known)) != len(known) or not set(known) <= present.keys():
        yield "", "The milestones that have not begun are others by now. Look at them and propose again."
        return
    yield from _of_count(standing, changes.rest)
    for number, row in enumerate(changes.rest):
        if row != present.get(row.id):
            yield from _of_row(number, row, present.get(row.id))


def _of_count(standing: Standing, rest: tuple[Row, ...]) -> Iterator[tuple[str, str]]:
    begun = len(standing.milestones) - len(not_begun(standing))
    if rest and standing.order.kind != Kind.MILESTONES:
        yield (
            "",
            "This order is paid in one piece, so no milestones can be added. Its days, amount and revisions can.",
        )
    elif begun + len(rest) > MILESTONES_MAX:
        yield "", f"An order has at most {MILESTONES_MAX} milestones, those that are accepted counted."
    elif not rest and paid_one(standing) is None:
        yield "", "At least one milestone has to remain. To end here, use “Stop order”."


def _of_row(number: int, row: Row, was: Row | None) -> Iterator[tuple[str, str]]:
    """A row's limits; what stays as it was is not asked again."""
    if not row.name.strip():
        yield f"row-{number}-name", "Give it a name."
    yield from _of_amount(f"row-{number}-amount", row.amount_minor)
    most = settings.OFFER_MILESTONE_DAYS_MAX
    if not 1 <= row.days <= most and not (was and was.days == row.days):
        yield f"row-{number}-days", f"Choose 1 to {most} days."
    if row.revisions is not None and not 0 <= row.revisions <= settings.REVISIONS_MAX:
        yield f"row-{number}-revisions", f"Choose 0 to {settings.REVISIONS_MAX} revisions."


def _of_amount(field: str, amount_minor: int) -> Iterator[tuple[str, str]]:
    low, high = settings.PRICE_MIN_MINOR, settings.PRICE_MAX_MINOR
    if not low <= amount_minor <= high:
        yield field, f"Choose an amount from {format_money(low)} to {format_money(high)}."
