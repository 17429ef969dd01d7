"""The ledger and the settlements that caused its entries."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from config.shared import clock
from orders.admin.base import ReadOnly, money
from orders.audit.whole import everything
from orders.ledger.accounts import AccountKind
from orders.ledger.balances import balances_by_kind
from orders.models import Entry, Settlement


@admin.register(Entry)
class EntryAdmin(ReadOnly):
    """Movements of money, the newest first."""

    list_display = ("at", "key", "debit_kind", "credit_kind", money("amount_minor", "amount"), "currency")
    list_filter = ("debit_kind", "credit_kind", "at")
    search_fields = ("key", "event", "debit_subject", "credit_subject")
    ordering = ("-id",)
    change_list_template = "admin/orders/entry/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """The audit beside Django's own."""
        return [
            path("audit/", self.admin_site.admin_view(self.audit), name="orders_entry_audit"),
            *super().get_urls(),
        ]

    def audit(self, request: HttpRequest) -> HttpResponse:
        """The balances of all accounts by kind; asked with ``?run=1``, everything is recomputed as by the command."""
        if not request.user.has_perm("orders.view_entry"):
            raise PermissionDenied
        found, wanted = balances_by_kind(), "run" in request.GET
        context = {
            **self.admin_site.each_context(request),
            "title": "Audit of the money",
            "balances": [(AccountKind(kind).label, amount) for kind, amount in found.items()],
            "total": sum(found.values()),
            "wanted": wanted,
            "broken": everything() if wanted else [],
            "at": clock.now(),
        }
        return TemplateResponse(request, "admin/orders/entry/audit.html", context)


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
