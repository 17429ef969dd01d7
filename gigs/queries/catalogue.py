"""What the browse page offers to choose from: trades, and where sellers are."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import CharField, QuerySet
from django.db.models.expressions import RawSQL

from accounts.places import COUNTRIES, LANGUAGES
from gigs.models import Category, Gig, PlaceKind, Subcategory
from gigs.queries.searching import on_postgres

_NOTED = RawSQL("(SELECT string_agg(kind || '=' || code, ' ') FROM gigs_sellerplace)", [], CharField())
"""What triggers have noted (migration 0007), asked for once and handed over with every row."""

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Trade:
    """A subcategory; ``milestones``: its gigs may show a workflow."""

    id: int
    slug: str
    name: str
    milestones: bool


@dataclass(frozen=True, slots=True)
class Family:
    """A category with its subcategories."""

    slug: str
    name: str
    icon: str
    subcategories: tuple[Trade, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Codes and names of what sellers of live gigs have given, by name."""

    countries: Choices
    languages: Choices


def categories() -> tuple[Category, ...]:
    """All categories with their subcategories, as rows; two statements."""
    return tuple(Category.objects.prefetch_related("subcategories"))


@dataclass(frozen=True, slots=True)
class Offered:
    """All that browse offers to choose from."""

    families: tuple[Family, ...]
    places: Places


def families() -> tuple[Family, ...]:
    """All categories in which there is a subcategory."""
    return _families(_subcategories())


def offered() -> Offered:
    """Trades and places; one statement on PostgreSQL, never a look at every gig there. Two elsewhere."""
    if not on_postgres():
        return Offered(families(), _places(*_asked()))
    rows = list(_subcategories().annotate(noted=_NOTED))
    noted = (getattr(rows[0], "noted", None) or "" if rows else "").split()
    codes = {
        kind: {one.partition("=")[2] for one in noted if one.startswith(kind)} for kind in PlaceKind.values
    }
    countries = {code.upper() for code in codes[PlaceKind.COUNTRY]}
    return Offered(_families(rows), _places(countries, codes[PlaceKind.LANGUAGE]))


def _subcategories() -> QuerySet[Subcategory]:
    return Subcategory.objects.select_related("category").order_by(
        "category__order", "category__name", "name"
    )


def _families(rows: Iterable[Subcategory]) -> tuple[Family, ...]:
    return tuple(
        Family(
            family.slug,
            family.name,
            family.icon,
            tuple(Trade(trade.pk, trade.slug, trade.name, trade.gig_milestones) for trade in trades),
        )
        for family, trades in groupby(rows, key=lambda row: row.category)
    )


def _places(countries: set[str], languages: set[str]) -> Places:
    return Places(
        tuple((code, name) for code, name in COUNTRIES if code in countries),
        tuple((code, name) for code, name in LANGUAGES if code in languages),
    )


def _asked() -> tuple[set[str], set[str]]:
    rows = list(Gig.objects.active().values_list("seller__country", "seller__languages").distinct())
    return {country for country, _ in rows}, {code for _, codes in rows for code in codes or ()}
