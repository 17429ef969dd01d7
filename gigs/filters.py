"""What the browse page narrows by. A field that cannot be read is named and left out."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from config.shared.text_fields import LineField
from gigs.forms.fields import AmountField, WholeField
from gigs.models import Gig
from gigs.queries import SORTS, Family, Offered, Terms, Trade, Wish
from gigs.queries.terms_of_search import TEXT_MAX
from gigs.querysets import GigQuerySet

UNKNOWN = "We do not know this choice."
TICKED = "on"


class LineFilter(django_filters.Filter):
    """One line of text."""

    field_class = LineField


class AmountFilter(django_filters.Filter):
    """An amount of money, read strictly."""

    field_class = AmountField


class WholeFilter(django_filters.Filter):
    """A whole number, read strictly."""

    field_class = WholeField


class FilterForm(forms.Form):
    """Rules between the fields."""

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """An upper price under the lower one, and no days at all, find nothing: they are named."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        low, high = cleaned.get("price_min"), cleaned.get("price_max")
        if low is not None and high is not None and low > high:
            self.add_error("price_max", "This is less than “From”.")
        if cleaned.get("days") == 0:
            self.add_error("days", "Write 1 or more.")
        return cleaned


def _choice(label: str, method: str, anything: str = "", **kwargs: Any) -> django_filters.ChoiceFilter:
    """One of the choices that the page's own data gives."""
    return django_filters.ChoiceFilter(
        label=label,
        method=method,
        empty_label=anything,
        choices=(),
        error_messages={"invalid_choice": UNKNOWN},
        **kwargs,
    )


class GigFilter(django_filters.FilterSet):
    """Category, price of Basic, its days, milestones; words and places of sellers are looked for by ``queries``."""

    q = LineFilter(
        method="later",
        label="Search",
        max_length=TEXT_MAX,
        error_messages={"max_length": f"Use at most {TEXT_MAX} characters."},
    )
    category = _choice("Category", "of_trades", widget=forms.HiddenInput)
    subcategory = _choice("Subcategory", "of_trades", widget=forms.HiddenInput)
    price_min = AmountFilter("from_minor", lookup_expr="gte", label="From")
    price_max = AmountFilter("from_minor", lookup_expr="lte", label="To")
    days = WholeFilter("from_days", lookup_expr="lte", label="Delivered within (days)")
    milestones = _choice("Offers milestones", "offering")
    country = _choice("Seller's country", "later", "Any country")
    language = _choice("Seller's language", "later", "Any language")
    sort = _choice("Sort by", "later", SORTS["best"].label)

    class Meta:
        model = Gig
        fields: list[str] = []
        form = FilterForm

    def __init__(self, data: QueryDict, *, offered: Offered) -> None:
        """The choices are what there is."""
        super().__init__(data=data, queryset=Gig.objects.active())
        self.families = offered.families
        trades = [trade for family in self.families for trade in family.subcategories]
        choices: Mapping[str, Any] = {
            "category": [(family.slug, family.name) for family in self.families],
            "subcategory": [(trade.slug, trade.name) for trade in trades],
            "milestones": [(TICKED, "Offers milestones")],
            "country": offered.places.countries,
            "language": offered.places.languages,
            "sort": [(key, order.label) for key, order in SORTS.items()],
        }
        for name, known in choices.items():
            self.filters[name].extra["choices"] = known

    @property
    def cleaned(self) -> dict[str, Any]:
        """What could be read, empty values left out."""
        given = self.form.cleaned_data if self.is_bound and self.errors is not None else {}
        return {name: value for name, value in given.items() if value not in {None, ""}}

    @property
    def trade(self) -> Trade | None:
        """The trade chosen."""
        slug = self.cleaned.get("subcategory")
        return next((t for family in self.families for t in family.subcategories if t.slug == slug), None)

    @property
    def family(self) -> Family | None:
        """The category chosen, or the one of the trade chosen."""
        trade, slug = self.trade, self.cleaned.get("category")
        if trade:
            return next(family for family in self.families if trade in family.subcategories)
        return next((family for family in self.families if family.slug == slug), None)

    def wish(self) -> Wish:
        """All of it, for ``page_of``."""
        given = self.cleaned
        return Wish(
            terms=Terms.of(given.get("q", ""), given.get("country", ""), given.get("language", "")),
            sort=given.get("sort", ""),
            after=self.data.get("after", ""),
            before=self.data.get("before", ""),
            narrow=self.filter_queryset,
            trades=self._trades(),
            by_price="price_min" in given or "price_max" in given,
        )

    def of_trades(self, gigs: QuerySet[Gig], _name: str, _slug: str) -> QuerySet[Gig]:
        """By ids, so that the database knows how many to expect; a trade says more than its category."""
        return gigs.filter(subcategory_id__in=self._trades())

    def offering(self, gigs: GigQuerySet, _name: str, _ticked: str) -> QuerySet[Gig]:
        """Only gigs on whose page customers see a workflow."""
        return gigs.with_milestones()

    def later(self, gigs: QuerySet[Gig], _name: str, _value: str) -> QuerySet[Gig]:
        """Goes into the wish."""
        return gigs

    def _trades(self) -> tuple[int, ...]:
        if self.trade:
            return (self.trade.id,)
        return tuple(trade.id for trade in self.family.subcategories) if self.family else ()
