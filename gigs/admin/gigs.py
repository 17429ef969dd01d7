"""Gigs for staff: moderation through the operations, everything else to read."""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from config.shared import clock
from config.shared.desk import Pile, lay
from config.shared.errors import Refusal
from config.shared.text import TextField
from gigs.admin.base import Admin, ReadOnlyInline
from gigs.models import Gig, GigDecision, Milestone, Package
from gigs.operations import allow_gig, deny_gig
from gigs.states import GigState


class ReasonForm(forms.Form):
    """Why staff do it; the seller reads it."""

    reason = TextField(label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 4, "cols": 80}))


class PackageInline(ReadOnlyInline):
    """What can be ordered."""

    model = Package
    fields = ("tier", "name", "price_minor", "days", "revisions")


class MilestoneInline(ReadOnlyInline):
    """The workflow."""

    model = Milestone
    fields = ("position", "name", "description", "zoom")


class DecisionInline(ReadOnlyInline):
    """What staff decided before."""

    model = GigDecision
    fields = ("created_at", "action", "reason", "actor")


@admin.register(Gig)
class GigAdmin(Admin):
    """Search, filters, moderation. Sellers edit their gigs, staff do not."""

    list_display = (
        "title",
        "seller",
        "subcategory",
        "state",
        "from_minor",
        "milestone_count",
        "published_at",
    )
    list_filter = ("state", "subcategory__category", "subcategory", "milestone_payments", "published_at")
    list_select_related = ("seller", "subcategory")
    search_fields = ("title", "slug", "description", "seller__email", "seller__handle")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    actions = ("deny", "allow")
    inlines = (PackageInline, MilestoneInline, DecisionInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Gig | None = None) -> tuple[str, ...]:
        """All of them."""
        return tuple(field.name for field in self.model._meta.fields)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Sellers make gigs."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Orders and offers point to gigs."""
        return False

    @admin.action(description="Deny (take off the market)", permissions=["change"])
    def deny(self, request: HttpRequest, queryset: QuerySet[Gig]) -> HttpResponse | None:
        """Ask for the reason, then deny each."""
        return self._with_reason(request, queryset, "deny", deny_gig)

    @admin.action(description="Allow again", permissions=["change"])
    def allow(self, request: HttpRequest, queryset: QuerySet[Gig]) -> HttpResponse | None:
        """Ask for the reason, then allow each."""
        return self._with_reason(request, queryset, "allow", allow_gig)

    def _with_reason(
        self, request: HttpRequest, queryset: QuerySet[Gig], action: str, operation: Callable[..., Gig]
    ) -> HttpResponse | None:
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": "Deny gigs" if action == "deny" else "Allow gigs again",
                "form": form,
                "gigs": queryset,
                "action": action,
                "opts": self.model._meta,
            }
            return TemplateResponse(request, "admin/gigs/reason.html", context)
        for gig in queryset:
            try:
                operation(
                    gig_id=gig.pk,
                    actor_id=request.user.pk,
                    reason=form.cleaned_data["reason"],
                    at=clock.now(),
                )
            except Refusal as refusal:
                self.message_user(request, f"{gig.title}: {refusal.message}", messages.ERROR)
            else:
                self.message_user(request, f"{gig.title}: done.", messages.SUCCESS)
        return None


lay(
    Pile(
        "Denied gigs", lambda: Gig.objects.filter(state=GigState.DENIED), "state__exact=denied", urgent=False
    )
)
