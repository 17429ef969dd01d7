"""What was to be paid, each try, and saved cards (never a number)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from orders.admin.base import ReadOnly, ReadOnlyInline, money
from orders.models import Attempt, Intent, SavedCard
from orders.queries.desk import stuck_attempts


class AttemptInline(ReadOnlyInline):
    """The tries to pay an intent."""

    model = Attempt
    fk_name = "intent"
    fields = ("number", "status", "card", "decline_words", "created_at", "settled_at")
    ordering = ("number",)


@admin.register(Intent)
class IntentAdmin(ReadOnly):
    """Charges and refunds."""

    list_display = (
        "created_at",
        "purpose",
        money("amount_minor", "amount"),
        "currency",
        "status",
        "payer",
        "statement",
    )
    list_filter = ("purpose", "status", "created_at")
    list_select_related = ("payer",)
    search_fields = ("statement", "payer__email", "payer__handle", "subject_id")
    ordering = ("-created_at",)
    inlines = (AttemptInline,)


class RestFilter(admin.SimpleListFilter):
    """Those that the jobs do not bring to an end by themselves."""

    title = "rest"
    parameter_name = "rest"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """One choice."""
        del request, model_admin
        return [("no", "Needs a person")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Attempt]) -> QuerySet[Attempt]:
        """The same as on the front page."""
        del request
        return queryset.filter(pk__in=stuck_attempts()) if self.value() == "no" else queryset


@admin.register(Attempt)
class AttemptAdmin(ReadOnly):
    """Tries; those with a check date are not at rest."""

    list_display = (
        "created_at",
        "intent",
        "number",
        "status",
        "decline_words",
        "surplus",
        "check_at",
        "finalized_at",
    )
    list_filter = (
        RestFilter,
        "status",
        "surplus",
        "provider",
        ("check_at", admin.EmptyFieldListFilter),
        ("finalized_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("intent",)
    search_fields = ("intent__statement", "provider_ref", "key")
    ordering = ("-created_at",)


@admin.register(SavedCard)
class SavedCardAdmin(ReadOnly):
    """Brand and last digits; the token stays at the provider's side of the page."""

    list_display = ("user", "brand", "last4", "expiry_month", "expiry_year", "created_at", "removed_at")
    list_filter = ("brand", "provider", ("removed_at", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    search_fields = ("user__email", "user__handle", "last4")
    exclude = ("token",)
    ordering = ("-created_at",)
