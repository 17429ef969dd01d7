"""What the browse page narrows by."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from config.shared.text import LineField
from gigs.forms.fields import AmountField, WholeField
from gigs.models import Gig
from gigs.querysets import GigQuerySet

QUERY_MAX = 100
WORDS_MAX = 6


class LineFilter(django_filters.Filter):
    """One line of text."""

    field_class = LineField


class AmountFilter(django_filters.Filter):
    """An amount of money, read strictly."""

    field_class = AmountField


class WholeFilter(django_filters.Filter):
    """A whole number, read strictly."""

    field_class = WholeField


class GigFilter(django_filters.FilterSet):
    """Search, category, price of Basic, its days, milestones. A field that cannot be read is named and left out."""

    q = LineFilter(method="searched", label="Search", max_length=QUERY_MAX)
    category = django_filters.CharFilter(
        "subcategory__category__slug", label="Category", widget=forms.HiddenInput
    )
    subcategory = django_filters.CharFilter(
        "subcategory__slug", label="Subcategory", widget=forms.HiddenInput
    )
    price_min = AmountFilter("from_minor", lookup_expr="gte", label="From")
    price_max = AmountFilter("from_minor", lookup_expr="lte", label="To")
    days = WholeFilter("from_days", lookup_expr="lte", label="Delivered within (days)")
    milestones = django_filters.BooleanFilter(
        method="offering", label="Offers milestones", widget=forms.CheckboxInput
    )

    class Meta:
        model = Gig
        fields: list[str] = []

    def searched(self, gigs: QuerySet[Gig], _name: str, text: str) -> QuerySet[Gig]:
        """Every word, in the title, the description or the subcategory."""
        for word in text.split()[:WORDS_MAX]:
            found = (
                Q(title__icontains=word)
                | Q(description__icontains=word)
                | Q(subcategory__name__icontains=word)
            )
            gigs = gigs.filter(found)
        return gigs

    def offering(self, gigs: GigQuerySet, _name: str, wanted: bool) -> QuerySet[Gig]:  # noqa: FBT001 - its shape
        """Only gigs on whose page customers see a workflow."""
        return gigs.with_milestones() if wanted else gigs
