"""Requests to cancel by agreement, for staff to read."""

from django.contrib import admin

from orders.admin.base import OutcomeFilter, ReadOnly, money, outcome
from orders.models import CancellationRequest


@admin.register(CancellationRequest)
class CancellationRequestAdmin(ReadOnly):
    """Found by order; answered by the two parties or the clock alone. The seller's part is before commission."""

    list_display = (
        "order",
        "position",
        "requester_role",
        money("released_minor", "seller's part"),
        money("amount_minor", "of"),
        "opened_at",
        "answer_by",
        outcome,
        "closed_at",
    )
    list_filter = (
        ("closed_at", admin.EmptyFieldListFilter),
        ("outcome", OutcomeFilter),
        "requester_role",
        "opened_at",
    )
    list_select_related = ("order",)
    search_fields = ("order__number", "reason", "answer_text")
    date_hierarchy = "opened_at"
    ordering = ("-opened_at",)
