"""Members and their standing. Suspension goes through the same operation as everywhere."""

from typing import Any

from django.contrib import admin
from django.db.models import ManyToManyField, Model, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse

from accounts.access import member
from accounts.admin.base import Inline, ReadOnly
from accounts.models import StandingEvent, User
from accounts.operations.standing import restore_member, suspend_member
from config.shared import clock
from config.shared.reasons import Deed, ReasonedAdmin, ask_and_do


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
class UserAdmin(ReasonedAdmin):
    """Search, filters, suspension. Members are never deleted; only rights of staff are edited here, by superusers."""

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
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}
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

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Whoever may change rights is asked why."""
        sets = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            return sets
        return [*sets, ("Why", {"fields": ("reason",)})]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Everything, but rights for superusers."""
        names = [str(name) for _, options in self.fieldsets for name in options["fields"]]
        return tuple(name for name in names if not (request.user.is_superuser and name in self.rights))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Write only what was edited."""
        if fields := [name for name in form.changed_data if name not in {"groups", "reason"}]:
            obj.save(update_fields=fields)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up themselves."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Rights of staff are a matter of superusers; suspending has an action of its own."""
        return bool(request.user.is_superuser)

    def has_suspend_permission(self, request: HttpRequest) -> bool:
        """Whoever may change a member's standing."""
        return request.user.has_perm("accounts.change_user")

    @admin.action(description="Suspend (nothing new begins)", permissions=["suspend"])
    def suspend(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Ask for the reason, then suspend each."""

        def do(user: User, reason: str) -> User:
            return suspend_member(actor_id=member(request).pk, user_id=user.pk, reason=reason, at=clock.now())

        return ask_and_do(self, request, queryset, Deed("Suspend members", do))

    @admin.action(description="End the suspension", permissions=["suspend"])
    def restore(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Ask for the reason, then restore each."""

        def do(user: User, reason: str) -> User:
            return restore_member(actor_id=member(request).pk, user_id=user.pk, reason=reason, at=clock.now())

        return ask_and_do(self, request, queryset, Deed("End suspensions", do))


@admin.register(StandingEvent)
class StandingEventAdmin(ReadOnly):
    """Suspensions and their ends."""

    list_display = ("created_at", "user", "kind", "actor", "reason")
    list_filter = ("kind", "created_at")
    search_fields = ("user__email", "user__handle", "reason")
    list_select_related = ("user", "actor")
