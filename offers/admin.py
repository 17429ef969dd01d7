"""What staff see of inbox and offers: everything, and nothing to change."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

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
    """Found by either party."""

    list_display = ("id", "low", "high", "snippet", "created_at")
    list_select_related = ("low", "high")
    search_fields = ("low__email", "low__handle", "high__email", "high__handle")
    date_hierarchy = "created_at"
    inlines = (MessageInline,)


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
