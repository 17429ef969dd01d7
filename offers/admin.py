"""What staff see of inbox and offers: everything, and nothing to change."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest

from config.shared.reasons import log_act
from offers.admin_reports import ReportAdmin
from offers.models import (
    Conversation,
    Message,
    Offer,
    OfferComment,
    OfferMilestone,
    OfferRequest,
    Report,
)


class ReadOnly:
    """No adding, changing or deleting; these rows are written by operations only."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        del request, obj
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        del request, obj
        return False


class MessageInline(ReadOnly, admin.TabularInline):
    """The messages of a conversation."""

    model = Message
    fields = ("created_at", "sender", "kind", "body")
    ordering = ("pk",)


class RowInline(ReadOnly, admin.TabularInline):
    """The rows of an offer."""

    model = OfferMilestone
    fields = ("position", "name", "days", "amount_minor", "revisions", "zoom")


class CommentInline(ReadOnly, admin.TabularInline):
    """What the buyer wanted changed, by row (0: the whole)."""

    model = OfferComment
    fields = ("position", "body", "created_at")


@admin.register(Conversation)
class ConversationAdmin(ReadOnly, admin.ModelAdmin):
    """Those that somebody reported, and no other: what members write is theirs. Every reading leaves a row.

    The messages about a disputed order are read on the case page.
    """

    list_display = ("id", "low", "high", "snippet", "created_at")
    list_select_related = ("low", "high")
    search_fields = ("low__email", "low__handle", "high__email", "high__handle")
    date_hierarchy = "created_at"
    inlines = (MessageInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        """The reported ones."""
        reported = Report.objects.filter(conversation=OuterRef("pk"))
        found: QuerySet[Conversation] = super().get_queryset(request).filter(Exists(reported))
        return found

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The conversation, and a line in the log that it was read."""
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            log_act(actor_id=request.user.pk or 0, rows=[found], words="Read the reported conversation")
        return found


@admin.register(Offer)
class OfferAdmin(ReadOnly, admin.ModelAdmin):
    """Found by either party, the order it became, or the gig."""

    list_display = (
        "id",
        "title",
        "seller",
        "buyer",
        "kind",
        "state",
        "sent_at",
        "expires_at",
        "order_number",
    )
    list_filter = ("state", "kind")
    list_select_related = ("seller", "buyer")
    search_fields = (
        "=order_number",
        "title",
        "seller__email",
        "seller__handle",
        "buyer__email",
        "buyer__handle",
    )
    date_hierarchy = "created_at"
    inlines = (RowInline, CommentInline)


@admin.register(OfferRequest)
class OfferRequestAdmin(ReadOnly, admin.ModelAdmin):
    """What buyers asked for, and what became of it."""

    list_display = ("id", "buyer", "seller", "gig", "budget_minor", "wanted_by", "state", "created_at")
    list_filter = ("state",)
    list_select_related = ("buyer", "seller", "gig")
    search_fields = ("buyer__email", "buyer__handle", "seller__email", "seller__handle")
    date_hierarchy = "created_at"


admin.site.register(Report, ReportAdmin)
