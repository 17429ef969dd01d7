"""The queue of what members reported: staff read, then close with a reason; every act leaves a row."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.shared import clock
from config.shared.errors import Refusal
from config.shared.text import TextField
from offers.models import Report, ReportAct
from offers.operations.reporting import close_report, reopen_report

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
    Inline = admin.TabularInline[Any, Any]
else:
    Admin = admin.ModelAdmin
    Inline = admin.TabularInline


class ReasonForm(forms.Form):
    """What staff found and did; members do not read it."""

    reason = TextField(label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 4, "cols": 80}))


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

    @admin.action(description="Close with a reason", permissions=["change"])
    def close(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        """Ask for the reason, then close each."""
        return self._with_reason(request, queryset, "close", close_report)

    @admin.action(description="Reopen with a reason", permissions=["change"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        """Ask for the reason, then reopen each."""
        return self._with_reason(request, queryset, "reopen", reopen_report)

    def _with_reason(
        self,
        request: HttpRequest,
        queryset: QuerySet[Report],
        action: str,
        operation: Callable[..., Report],
    ) -> HttpResponse | None:
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": f"{action.capitalize()} reports",
                "form": form,
                "reports": queryset,
                "action": action,
                "opts": self.model._meta,
            }
            return TemplateResponse(request, "admin/offers/reason.html", context)
        for report in queryset:
            try:
                operation(report_id=report.pk, actor_id=request.user.pk, at=clock.now(), **form.cleaned_data)
            except Refusal as refusal:
                self.message_user(request, f"{report}: {refusal.message}", messages.ERROR)
            else:
                self.message_user(request, f"{report}: done.", messages.SUCCESS)
        return None
