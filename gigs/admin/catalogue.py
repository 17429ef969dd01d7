"""Categories and subcategories with the two switches of eligibility."""

from django.contrib import admin

from gigs.admin.base import Admin
from gigs.models import Category, Subcategory


@admin.register(Category)
class CategoryAdmin(Admin):
    """Families of trades."""

    list_display = ("name", "slug", "icon", "order")
    list_editable = ("order",)
    prepopulated_fields = {"slug": ("name",)}
    search_fields = ("name",)


@admin.register(Subcategory)
class SubcategoryAdmin(Admin):
    """The two switches of eligibility are edited in the list."""

    list_display = ("name", "category", "gig_milestones", "offer_milestones")
    list_editable = ("gig_milestones", "offer_milestones")
    list_filter = ("category", "gig_milestones", "offer_milestones")
    list_select_related = ("category",)
    prepopulated_fields = {"slug": ("name",)}
    search_fields = ("name",)
