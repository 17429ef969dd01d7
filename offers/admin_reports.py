"""The queue of what members reported: staff read, then close with a reason; every act leaves a row."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.shared import clock
from config.shared.desk import Pile, lay
from config.shared.reasons import Deed, ask_and_do
from offers.models import Report, ReportAct
from offers.operations.judging import close_report, reopen_report

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
    Inline = admin.TabularInline[Any, Any]
else:
    Admin = admin.ModelAdmin
    Inline = admin.TabularInline


class ActInline(Inline):
    """What was done before."""

    model = ReportAct
    fields = readonly_fields = ("created_at", "kind", "reason", "actor")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rows come from operations only."""
        return False


class ReportAdmin(Admin):
    """Open ones first, the oldest at the top."""

    list_display = ("created_at", "is_open", "reason", "reporter", "reported", "words")
    list_filter = ("is_open", "reason")
    list_select_related = ("reporter", "reported")
    search_fields = (
        "text",
        "reporter__email",
        "reporter__handle",
        "reported__email",
        "reported__handle",
    )
    date_hierarchy = "created_at"
    ordering = ("-is_open", "created_at")
    actions = ("close", "reopen")
    inlines = (ActInline,)
    fields = readonly_fields = (
        "is_open",
        "reason",
        "text",
        "reporter",
        "reported",
        "talk",
        "created_at",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Members report."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What members wrote stays."""
        return False

    def has_close_permission(self, request: HttpRequest) -> bool:
        """Whoever may change where a report stands."""
        return request.user.has_perm("offers.change_report")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Kept."""
        return False

    @admin.display(description="What happened")
    def words(self, report: Report) -> str:
        """The beginning of the text."""
        return report.text if len(report.text) <= 80 else f"{report.text[:79]}…"  # noqa: PLR2004 - a line

    @admin.display(description="Conversation")
    def talk(self, report: Report) -> SafeString:
        """Where staff read what was written."""
        address = f"/admin/offers/conversation/{report.conversation_id}/change/"
        return format_html('<a href="{}">Read the conversation</a>', address)

    @admin.action(description="Close with a reason", permissions=["close"])
    def close(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        """Ask for the reason, then close each."""
        return ask_and_do(self, request, queryset, Deed("Close reports", _by(request, close_report)))

    @admin.action(description="Reopen with a reason", permissions=["close"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        """Ask for the reason, then reopen each."""
        return ask_and_do(self, request, queryset, Deed("Reopen reports", _by(request, reopen_report)))


def _by(request: HttpRequest, operation: Callable[..., Report]) -> Callable[..., Report]:
    """An operation on one report, by whoever asks."""

    def do(report: Report, reason: str) -> Report:
        return operation(report_id=report.pk, actor_id=request.user.pk, at=clock.now(), reason=reason)

    return do


lay(Pile("Open reports", lambda: Report.objects.filter(is_open=True), "is_open__exact=1"))
