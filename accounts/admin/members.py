"""Members and their standing. Suspension goes through the same operation as everywhere."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts.access import member
from accounts.admin.base import Admin, Inline, ReadOnly
from accounts.models import StandingEvent, User
from accounts.operations.standing import restore_member, suspend_member
from config.shared import clock
from config.shared.errors import Refusal
from config.shared.text import TextField


class ReasonForm(forms.Form):
    """Why staff do it; the member reads it."""

    reason = TextField(label="Reason", max_length=1000, widget=forms.Textarea(attrs={"rows": 4, "cols": 80}))


class StandingInline(Inline):
    """The member's suspensions."""

    model = StandingEvent
    fk_name = "user"
    fields = readonly_fields = ("kind", "reason", "actor", "created_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Through the actions only."""
        return False


@admin.register(User)
class UserAdmin(Admin):
    """Search, filters, suspension. Members are never deleted; only rights of staff are edited here."""

    list_display = (
        "email",
        "handle",
        "display_name",
        "country",
        "joined_at",
        "is_staff",
        "is_active",
        "suspended_at",
    )
    list_filter = (
        "is_staff",
        "is_active",
        ("suspended_at", admin.EmptyFieldListFilter),
        "groups",
        "joined_at",
    )
    search_fields = ("email", "handle", "display_name")
    ordering = ("-joined_at",)
    date_hierarchy = "joined_at"
    actions = ("suspend", "restore")
    inlines = (StandingInline,)
    filter_horizontal = ("groups",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "email",
                    "handle",
                    "display_name",
                    "bio",
                    "country",
                    "languages",
                    "time_zone",
                    "picture",
                )
            },
        ),
        (
            "Standing",
            {"fields": ("is_active", "suspended_at", "suspended_reason", "rating_sum", "rating_count")},
        ),
        ("Rights", {"fields": ("is_staff", "is_superuser", "groups")}),
        ("Dates", {"fields": ("joined_at", "last_login", "mail_off")}),
    )
    rights = ("is_active", "is_staff", "is_superuser", "groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Everything, but rights for superusers."""
        names = [str(name) for _, options in self.fieldsets for name in options["fields"]]
        return tuple(name for name in names if not (request.user.is_superuser and name in self.rights))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Write only what was edited."""
        if fields := [name for name in form.changed_data if name != "groups"]:
            obj.save(update_fields=fields)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up themselves."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Orders and money point to members."""
        return False

    @admin.action(description="Suspend (nothing new begins)", permissions=["change"])
    def suspend(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Ask for the reason, then suspend each."""
        return self._with_reason(request, queryset, "suspend", suspend_member)

    @admin.action(description="End the suspension", permissions=["change"])
    def restore(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Ask for the reason, then restore each."""
        return self._with_reason(request, queryset, "restore", restore_member)

    def _with_reason(
        self, request: HttpRequest, queryset: QuerySet[User], action: str, operation: Callable[..., User]
    ) -> HttpResponse | None:
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": "Suspend members" if action == "suspend" else "End suspensions",
                "form": form,
                "members": queryset,
                "action": action,
                "opts": self.model._meta,
            }
            return TemplateResponse(request, "admin/accounts/reason.html", context)
        for user in queryset:
            try:
                operation(
                    actor_id=member(request).pk,
                    user_id=user.pk,
                    reason=form.cleaned_data["reason"],
                    at=clock.now(),
                )
            except Refusal as refusal:
                self.message_user(request, f"{user.email}: {refusal.message}", messages.ERROR)
            else:
                self.message_user(request, f"{user.email}: done.", messages.SUCCESS)
        return None


@admin.register(StandingEvent)
class StandingEventAdmin(ReadOnly):
    """Suspensions and their ends."""

    list_display = ("created_at", "user", "kind", "actor", "reason")
    list_filter = ("kind", "created_at")
    search_fields = ("user__email", "user__handle", "reason")
    list_select_related = ("user", "actor")
