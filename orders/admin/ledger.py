"""The ledger and the settlements that caused its entries."""

from django.contrib import admin

from orders.admin.base import ReadOnly, money
from orders.models import Entry, Settlement


@admin.register(Entry)
class EntryAdmin(ReadOnly):
    """Movements of money, the newest first."""

    list_display = ("at", "key", "debit_kind", "credit_kind", money("amount_minor", "amount"), "currency")
    list_filter = ("debit_kind", "credit_kind", "at")
    search_fields = ("key", "event", "debit_subject", "credit_subject")
    ordering = ("-id",)


@admin.register(Settlement)
class SettlementAdmin(ReadOnly):
    """How the held money of each milestone went."""

    list_display = (
        "at",
        "milestone",
        "act",
        money("released_minor", "released"),
        money("commission_minor", "commission"),
        money("to_seller_minor", "to the seller"),
        money("to_buyer_minor", "to the buyer"),
        "clears_at",
        "cleared_at",
    )
    list_filter = ("act", ("cleared_at", admin.EmptyFieldListFilter), "at")
    list_select_related = ("milestone",)
    search_fields = ("milestone__order__number",)
    ordering = ("-at",)
