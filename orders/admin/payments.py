"""What was to be paid, each try, saved cards (never a number); refused refunds, and payments that need a person."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from accounts.access import member
from config.shared import clock
from config.shared.reasons import Deed, ReasonForm, ask_and_do, reason_field
from config.shared.text_fields import LineField
from orders.admin.base import ReadOnly, ReadOnlyInline, money
from orders.models import Attempt, Intent, RefundAct, SavedCard
from orders.operations.mending import look_again
from orders.operations.returning import pay_refund_by_hand, retry_refund
from orders.payments.refunds import refused
from orders.queries.desk import stuck_attempts


class ByHandForm(ReasonForm):
    """Why, and how the payment is found again at the bank."""

    reference = LineField(
        label="Reference of the payment",
        max_length=120,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text="As it stands on the bank's statement. The buyer reads it.",
    )
    reason = reason_field("Stays with the refund.")


class AttemptInline(ReadOnlyInline):
    """The tries to pay an intent."""

    model = Attempt
    fk_name = "intent"
    fields = ("number", "status", "card", "decline_words", "created_at", "settled_at")
    ordering = ("number",)


class ActInline(ReadOnlyInline):
    """What staff did about a refused refund."""

    model = RefundAct
    fields = ("at", "kind", "actor", "reason", "reference")
    ordering = ("at",)
    show_change_link = False


class PersonFilter(admin.SimpleListFilter):
    """Refunds that the provider refused for good."""

    title = "needs a person"
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """One choice."""
        del request, model_admin
        return [("yes", "Refused refunds")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Intent]) -> QuerySet[Intent]:
        """The same as on the front page."""
        del request
        return queryset.filter(pk__in=refused()) if self.value() == "yes" else queryset


@admin.register(Intent)
class IntentAdmin(ReadOnly):
    """Charges and refunds. A refused refund is tried again, or paid by hand."""

    list_display = (
        "created_at",
        "purpose",
        money("amount_minor", "amount"),
        "currency",
        "status",
        "payer",
        "statement",
    )
    list_filter = (PersonFilter, "purpose", "status", "created_at")
    list_select_related = ("payer",)
    search_fields = ("statement", "payer__email", "payer__handle", "subject_id")
    ordering = ("-created_at",)
    inlines = (AttemptInline, ActInline)
    actions = ("retry", "by_hand")

    def has_mend_permission(self, request: HttpRequest) -> bool:
        """Whoever may change what becomes of a payment."""
        return request.user.has_perm("orders.change_intent")

    @admin.action(description="Try a refused refund again", permissions=["mend"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Intent]) -> HttpResponse | None:
        """Ask for the reason, then let the provider try."""

        def do(intent: Intent, reason: str) -> None:
            staff_id = member(request).pk
            retry_refund(intent_id=intent.pk, staff_id=staff_id, reason=reason, at=clock.now())

        return ask_and_do(self, request, queryset, Deed("Try refunds again", do))

    @admin.action(description="A refused refund was paid by hand", permissions=["mend"])
    def by_hand(self, request: HttpRequest, queryset: QuerySet[Intent]) -> HttpResponse | None:
        """Ask for reason and reference, then book it."""

        def do(intent: Intent, reason: str, reference: str) -> None:
            pay_refund_by_hand(
                intent_id=intent.pk,
                staff_id=member(request).pk,
                reason=reason,
                reference=reference,
                at=clock.now(),
            )

        return ask_and_do(self, request, queryset, Deed("Book refunds paid by hand", do, ByHandForm))


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
    actions = ("again",)

    def has_mend_permission(self, request: HttpRequest) -> bool:
        """Whoever may change what becomes of a try."""
        return request.user.has_perm("orders.change_attempt")

    @admin.action(description="Ask the provider again", permissions=["mend"])
    def again(self, request: HttpRequest, queryset: QuerySet[Attempt]) -> HttpResponse | None:
        """Ask for the reason, then look at each now."""

        def do(attempt: Attempt, reason: str) -> None:
            del reason  # it stays in the log
            look_again(attempt_id=attempt.pk, at=clock.now())

        return ask_and_do(self, request, queryset, Deed("Ask the provider again", do))


@admin.register(SavedCard)
class SavedCardAdmin(ReadOnly):
    """Brand and last digits; the token stays at the provider's side of the page."""

    list_display = ("user", "brand", "last4", "expiry_month", "expiry_year", "created_at", "removed_at")
    list_filter = ("brand", "provider", ("removed_at", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    search_fields = ("user__email", "user__handle", "last4")
    exclude = ("token",)
    ordering = ("-created_at",)
