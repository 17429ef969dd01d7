"""Proposed changes of terms, for staff to read."""

from django.contrib import admin

from orders.admin.base import ReadOnly, money
from orders.models import Amendment


@admin.register(Amendment)
class AmendmentAdmin(ReadOnly):
    """Found by order; answered by the two parties alone."""

    list_display = (
        "order",
        "role",
        "opened_at",
        "due_at",
        "agreed_at",
        "outcome",
        money("difference_minor", "difference"),
        money("fee_minor", "fee"),
    )
    list_filter = ("outcome", "role", "opened_at", ("agreed_at", admin.EmptyFieldListFilter))
    list_select_related = ("order",)
    search_fields = ("order__number", "note")
    date_hierarchy = "opened_at"
    ordering = ("-opened_at",)
