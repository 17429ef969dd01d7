"""Categories and subcategories with the two switches of eligibility."""

from collections.abc import Callable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from config.shared.reasons import Deed, ReasonedAdmin, ask_and_do
from gigs.models import Category, Subcategory


@admin.register(Category)
class CategoryAdmin(ReasonedAdmin):
    """Families of trades."""

    list_display = ("name", "slug", "icon", "order")
    prepopulated_fields = {"slug": ("name",)}
    search_fields = ("name",)


@admin.register(Subcategory)
class SubcategoryAdmin(ReasonedAdmin):
    """The two switches of eligibility: one by one on its page, or many at once from the list. Both ask why."""

    list_display = ("name", "category", "gig_milestones", "offer_milestones")
    actions = ("gigs_on", "gigs_off", "offers_on", "offers_off")
    list_filter = ("category", "gig_milestones", "offer_milestones")
    list_select_related = ("category",)
    prepopulated_fields = {"slug": ("name",)}
    search_fields = ("name",)

    @admin.action(description="Let their gigs have milestones", permissions=["change"])
    def gigs_on(self, request: HttpRequest, queryset: QuerySet[Subcategory]) -> HttpResponse | None:
        """Ask for the reason, then switch each on."""
        return ask_and_do(
            self, request, queryset, Deed("Switch gig milestones on", _switch(gig_milestones=True))
        )

    @admin.action(description="Take milestones off their gigs", permissions=["change"])
    def gigs_off(self, request: HttpRequest, queryset: QuerySet[Subcategory]) -> HttpResponse | None:
        """Ask for the reason, then switch each off."""
        return ask_and_do(
            self, request, queryset, Deed("Switch gig milestones off", _switch(gig_milestones=False))
        )

    @admin.action(description="Let their offers have milestones", permissions=["change"])
    def offers_on(self, request: HttpRequest, queryset: QuerySet[Subcategory]) -> HttpResponse | None:
        """Ask for the reason, then switch each on."""
        return ask_and_do(
            self, request, queryset, Deed("Switch offer milestones on", _switch(offer_milestones=True))
        )

    @admin.action(description="Take milestones off their offers", permissions=["change"])
    def offers_off(self, request: HttpRequest, queryset: QuerySet[Subcategory]) -> HttpResponse | None:
        """Ask for the reason, then switch each off."""
        return ask_and_do(
            self, request, queryset, Deed("Switch offer milestones off", _switch(offer_milestones=False))
        )


def _switch(**values: bool) -> Callable[..., None]:
    """Set a switch of one subcategory."""

    def do(row: Subcategory, reason: str) -> None:
        del reason  # it stays in the log
        Subcategory.objects.filter(pk=row.pk).update(**values)

    return do
