"""What was to be paid, each try, and saved cards (never a number)."""

from django.contrib import admin

from orders.admin.base import ReadOnly, ReadOnlyInline, money
from orders.models import Attempt, Intent, SavedCard


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
