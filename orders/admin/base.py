"""Rows that operations write and staff read. Nobody edits or deletes ledger, events and payments."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from config.shared.money import format_money

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
    Inline = admin.TabularInline[Any, Any]
else:
    Admin = admin.ModelAdmin
    Inline = admin.TabularInline


class ReadOnly(Admin):
    """Seen, searched, filtered; never added, changed or deleted."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows come from operations only."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Seen, not changed."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Kept."""
        del request, obj
        return False


class ReadOnlyInline(Inline):
    """The same inside another page."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rows come from operations only."""
        del request, obj
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Seen, not changed."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Kept."""
        del request, obj
        return False


def money(name: str, words: str) -> Any:
    """A column that shows a field of minor units as money."""

    @admin.display(description=words, ordering=name)
    def column(row: Any) -> str:
        value = getattr(row, name)
        return "" if value is None else format_money(value)

    return column
