"""Subscriptions for staff: found by either party or the next charge, with their months."""

from django.contrib import admin

from orders.admin.base import ReadOnly, ReadOnlyInline, money
from orders.models import Order, Subscription


class MonthInline(ReadOnlyInline):
    """The months that were ordered."""

    model = Order
    fk_name = "subscription"
    fields = ("month", "number", "status", "reason", "placed_at", "due_at", "ended_at")
    ordering = ("month",)
    verbose_name_plural = "months"


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnly):
    """Seen, with the buyer's consent in its words."""

    list_display = (
        "title",
        "buyer",
        "seller",
        "status",
        "reason",
        money("amount_minor", "amount a month"),
        "made",
        "months",
        "next_at",
        "placed_at",
    )
    list_filter = ("status", "reason", "cancelled_by", ("next_at", admin.EmptyFieldListFilter), "placed_at")
    list_select_related = ("buyer", "seller")
    search_fields = (
        "title",
        "orders__number",
        "buyer__email",
        "buyer__handle",
        "seller__email",
        "seller__handle",
    )
    exclude = ("amount_minor", "fee_minor")
    date_hierarchy = "placed_at"
    ordering = ("-placed_at",)
    inlines = (MonthInline,)
