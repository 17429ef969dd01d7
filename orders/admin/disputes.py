"""Disputes, with a case page on which staff decide through the same operation as everywhere (product.md 8)."""

from uuid import UUID

from django.contrib import admin
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from orders.admin import casework
from orders.admin.base import OutcomeFilter, ReadOnly, ReadOnlyInline
from orders.models import Dispute, Statement


class StatementInline(ReadOnlyInline):
    """What both sides said."""

    model = Statement
    fields = ("at", "role", "text")
    ordering = ("at",)
    show_change_link = False


@admin.register(Dispute)
class DisputeAdmin(ReadOnly):
    """Found by order; the newest first. The oldest open ones stand on the front page."""

    list_display = ("order", "position", "opener_role", "opened_at", "outcome_words", "closed_at")
    list_filter = (
        ("closed_at", admin.EmptyFieldListFilter),
        ("outcome", OutcomeFilter),
        "opener_role",
        "opened_at",
    )
    list_select_related = ("order",)
    search_fields = ("order__number", "statements__text")
    ordering = ("-opened_at",)
    inlines = (StatementInline,)
    change_form_template = "admin/orders/dispute/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        """The case page, its talk and its files beside Django's own."""
        view = self.admin_site.admin_view
        case = "<uuid:dispute_id>/case/"
        return [
            path(case, view(self.case), name="orders_dispute_case"),
            path(f"{case}talk/", view(self.talk), name="orders_dispute_talk"),
            path(f"{case}files/<uuid:file_id>/", view(self.file), name="orders_dispute_file"),
            *super().get_urls(),
        ]

    def case(self, request: HttpRequest, dispute_id: UUID) -> HttpResponse:
        """Everything that is needed to decide, and the decision with its preview."""
        return casework.show_case(self, request, dispute_id)

    def talk(self, request: HttpRequest, dispute_id: UUID) -> HttpResponse:
        """What the two wrote to each other; reading it leaves a row."""
        return casework.show_talk(self, request, dispute_id)

    def file(self, request: HttpRequest, dispute_id: UUID, file_id: UUID) -> FileResponse:
        """A file of the case, as a download that no browser runs."""
        return casework.hand_out(self, request, dispute_id, file_id)
