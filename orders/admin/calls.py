"""Calls that the two sides propose and agree on."""

from django.contrib import admin

from orders.admin.base import ReadOnly
from orders.models import Call


@admin.register(Call)
class CallAdmin(ReadOnly):
    """Found by order; the next first. Meeting links are the parties' own."""

    list_display = ("starts_at", "order", "milestone", "proposer_role", "minutes", "status", "changed_at")
    list_filter = ("status", "proposer_role", "starts_at")
    list_select_related = ("order", "milestone")
    search_fields = ("order__number",)
    ordering = ("-starts_at",)
    exclude = ("link",)
