"""Rows that operations write and staff read. Nobody edits or deletes ledger, events and payments."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import JSONField, Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join

from config.shared.durations import in_words
from config.shared.money import format_money
from orders.states import Act

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
    Inline = admin.TabularInline[Any, Any]
else:
    Admin = admin.ModelAdmin
    Inline = admin.TabularInline


MONEY = {"total", "first_charge", "to_seller", "to_buyer", "commission", "charge", "refund", "amount"}
MONEY |= {"part", "of_seller", "released"}
"""What an event's figures are called that are minor units."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


class ReadOnly(Admin):
    """Seen, searched, filtered; never added, changed or deleted."""

    list_per_page = 50
    show_full_result_count = False

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """All that is not left out, in words where the column holds JSON."""
        del request, obj
        left_out = {
            *(self.exclude or ()),
            *(field.name for field in self.model._meta.fields if field.primary_key),
        }
        shown = [field for field in self.model._meta.fields if field.name not in left_out]
        return [spelled(field.name) if isinstance(field, JSONField) else field.name for field in shown]

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


class OutcomeFilter(admin.AllValuesFieldListFilter):
    """The act that ended something, in its words; what is open has a name as well, so that its link can be read."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Django's, in words."""
        for choice in super().choices(changelist):
            yield {**choice, "display": _outcome_words(choice["display"])}


@admin.display(description="outcome", ordering="outcome")
def outcome(row: Any) -> str:
    """A column that shows the act which ended a row in its words."""
    return _outcome_words(row.outcome)


def _outcome_words(value: Any) -> str:
    if not value:
        return "Open"
    return str(Act(value).label) if value in Act.values else str(value).capitalize()


def money(name: str, words: str) -> Any:
    """A column that shows a field of minor units as money."""

    @admin.display(description=words, ordering=name)
    def column(row: Any) -> str:
        value = getattr(row, name)
        return "" if value is None else format_money(value)

    return column


@cache
def spelled(name: str) -> Any:
    """A column that shows a field of JSON in words: one line per entry."""

    @admin.display(description=name.replace("_", " "))
    def column(row: Any) -> str:
        return format_html_join("", "<div>{}</div>", ((line,) for line in _lines(getattr(row, name)))) or "-"

    return column


def _lines(value: Any) -> Iterator[str]:
    """Each pair of a table, each item of a list; windows are seconds, ``_minor`` and ``MONEY`` are money."""
    if isinstance(value, list):
        for item in value:
            yield "; ".join(_lines(item)) if isinstance(item, dict) else str(item)
        return
    for key, held in dict(value or {}).items():
        if held in ("", [], None):
            continue
        yield f"{key.removesuffix('_minor').replace('_', ' ').capitalize()}: {_said(key, held)}"


def _said(key: str, held: Any) -> str:
    if key.isupper() and isinstance(held, int):
        return in_words(timedelta(seconds=held))
    if (key.endswith("_minor") or key in MONEY) and type(held) is int:
        return format_money(held)
    if isinstance(held, str) and _MOMENT.match(held):
        return date_format(timezone.localtime(datetime.fromisoformat(held)), "D j M Y, H:i")
    if isinstance(held, list):
        return ", ".join("; ".join(_lines(one)) if isinstance(one, dict) else str(one) for one in held)
    return {True: "yes", False: "no"}.get(held, str(held)) if isinstance(held, bool) else str(held)
