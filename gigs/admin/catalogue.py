"""Categories and subcategories with the two switches of eligibility."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from gigs.admin.base import Admin
from gigs.models import Category, Subcategory


class Listed(Admin):
    """Edited in the list, where no label stands beside a field: it carries its name itself."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Django's field with its name for those who do not see the column's head."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in self.list_editable:
            field.widget.attrs["aria-label"] = str(field.label)
        return field


@admin.register(Category)
class CategoryAdmin(Listed):
    """Families of trades."""

    list_display = ("name", "slug", "icon", "order")
    list_editable = ("order",)
    prepopulated_fields = {"slug": ("name",)}
    search_fields = ("name",)


@admin.register(Subcategory)
class SubcategoryAdmin(Listed):
    """The two switches of eligibility are edited in the list."""

    list_display = ("name", "category", "gig_milestones", "offer_milestones")
    list_editable = ("gig_milestones", "offer_milestones")
    list_filter = ("category", "gig_milestones", "offer_milestones")
    list_select_related = ("category",)
    prepopulated_fields = {"slug": ("name",)}
    search_fields = ("name",)
