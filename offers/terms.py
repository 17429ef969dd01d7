"""What an offer says, as plain values, and the limits that every set of terms must keep. No database here."""

from dataclasses import dataclass

from django.conf import settings

from config.shared.errors import Invalid
from config.shared.money import format_money
from offers.kinds import rules_of
from offers.states import Kind


@dataclass(frozen=True, slots=True)
class RowTerms:
    """One payable row. ``revisions`` None means unlimited; ``amount_minor`` in minor units of the currency."""

    name: str
    days: int
    amount_minor: int
    description: str = ""
    revisions: int | None = 1
    zoom: bool = False


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """An offer as its seller wrote it. ``expiry_days`` None means the usual ``OFFER_EXPIRY``.

    ``months``: how many months a subscription has; None for every other kind.
    """

    gig_id: int
    kind: Kind
    rows: tuple[RowTerms, ...]
    note: str = ""
    expiry_days: int | None = None
    with_questions: bool = True
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: the row counted from 0 (None: the whole offer) and the field's name."""

    message: str
    row: int | None = None
    field: str | None = None


class BadTerms(Invalid):
    """The terms break a limit; ``faults`` names every one of them. Answered with 422."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep all faults; the sentence is the first one's."""
        self.faults = faults
        super().__init__(faults[0].message, field=faults[0].field)


def check(terms: OfferTerms) -> None:
    """Refuse terms beyond the limits of product.md 2. Raises BadTerms."""
    faults = [*_of_count(terms), *_of_expiry(terms), *_of_months(terms)]
    for number, row in enumerate(terms.rows):
        faults += [Fault(message, number, field) for field, message in row_faults(row, terms.kind)]
    if faults:
        raise BadTerms(faults)


def is_back_loaded(amounts: list[int]) -> bool:
    """True when the last milestone holds more than half of the money (the rule chosen for product.md 4).

    Then most of it would be decided at the very end, and a buyer who stops before leaves most of it unpaid.
    """
    return len(amounts) > 1 and amounts[-1] * 2 > sum(amounts)


def _of_count(terms: OfferTerms) -> list[Fault]:
    count, rules = len(terms.rows), rules_of(terms.kind)
    if rules.rows_min <= count <= rules.rows_max:
        return []
    if not rules.named:
        return [Fault(f"{terms.kind.label} means exactly one amount.")]
    if count < rules.rows_min:
        least = rules.rows_min
        return [
            Fault(f"Milestone offers have at least {least} milestones. Add one, or choose a single payment.")
        ]
    return [Fault(f"An offer has up to {rules.rows_max} milestones.")]


def _of_expiry(terms: OfferTerms) -> list[Fault]:
    if terms.expiry_days in {None, *settings.OFFER_EXPIRY_DAYS}:
        return []
    return [Fault("Choose how long the offer stands from the list.", field="expiry_days")]


def _of_months(terms: OfferTerms) -> list[Fault]:
    least, most = settings.SUBSCRIPTION_MONTHS_MIN, settings.SUBSCRIPTION_MONTHS_MAX
    if not rules_of(terms.kind).by_month:
        return [] if terms.months is None else [Fault(f"{terms.kind.label} has no months.")]
    if terms.months is not None and least <= terms.months <= most:
        return []
    return [Fault(f"Choose {least} to {most} months.", field="months")]


def row_faults(row: RowTerms, kind: str) -> list[tuple[str, str]]:
    """What is wrong with one row: (field, sentence) for each fault."""
    low, high, revisions = settings.PRICE_MIN_MINOR, settings.PRICE_MAX_MINOR, settings.REVISIONS_MAX
    most_days = rules_of(kind).days_max
    checks = (
        ("name", bool(row.name), "Give it a name."),
        ("days", 1 <= row.days <= most_days, f"Choose 1 to {most_days} days."),
        (
            "amount",
            low <= row.amount_minor <= high,
            f"Choose an amount from {format_money(low)} to {format_money(high)}.",
        ),
        (
            "revisions",
            row.revisions is None or 0 <= row.revisions <= revisions,
            f"Choose 0 to {revisions} revisions.",
        ),
    )
    return [(field, message) for field, holds, message in checks if not holds]
