"""The order types of an offer, in one table: what each asks of its rows, and how people read it.

A new type is a line here (and a value of ``states.Kind``): forms, limits, step 2 of the editor and the pages of both
sides read this table. What is not in it is not offered.
"""

from dataclasses import dataclass

from django.conf import settings

from offers.states import Kind


@dataclass(frozen=True, slots=True)
class KindRules:
    """One order type. ``window`` names the acceptance window of its deliveries; ``named``: each row has a name.

    ``by_milestone``: needs the subcategory's leave for milestones in offers. ``by_month``: its one row is done and paid
    anew every month, and the offer says how many months.
    """

    text: str
    rows_min: int
    rows_max: int
    days_max: int
    window: str
    named: bool = False
    by_milestone: bool = False
    by_month: bool = False


TABLE: dict[Kind, KindRules] = {
    Kind.SINGLE: KindRules(
        text="One price, one delivery.",
        rows_min=1,
        rows_max=1,
        days_max=settings.PACKAGE_DAYS_MAX,
        window="ACCEPTANCE_WINDOW_SINGLE",
    ),
    Kind.SUBSCRIPTION: KindRules(
        text=(
            f"The same work every month, for {settings.SUBSCRIPTION_MONTHS_MIN} to"
            f" {settings.SUBSCRIPTION_MONTHS_MAX} months. It can be cancelled before each next payment."
        ),
        rows_min=1,
        rows_max=1,
        days_max=settings.SUBSCRIPTION_DAYS_MAX,
        window="ACCEPTANCE_WINDOW_SINGLE",
        by_month=True,
    ),
    Kind.MILESTONES: KindRules(
        text=f"{settings.OFFER_MILESTONES_MIN} to {settings.OFFER_MILESTONES_MAX} steps, each paid when it begins.",
        rows_min=settings.OFFER_MILESTONES_MIN,
        rows_max=settings.OFFER_MILESTONES_MAX,
        days_max=settings.OFFER_MILESTONE_DAYS_MAX,
        window="ACCEPTANCE_WINDOW",
        named=True,
        by_milestone=True,
    ),
}


def rules_of(kind: str) -> KindRules:
    """The line of a kind. Raises KeyError for one that is not offered."""
    return TABLE[Kind(kind)]
