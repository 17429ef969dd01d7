"""Addresses, second factors and groups: seen, not edited by hand; and the log of what staff did."""

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth import admin as _registers_groups  # noqa: F401 - so that they can be taken off
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from accounts.admin.base import ReadOnly
from config.shared.reasons import Deed, ask_and_do

for _theirs in (EmailAddress, Authenticator, Group):
    admin.site.unregister(_theirs)


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnly):
    """Which addresses members confirmed; they change them themselves."""

    list_display = ("email", "user", "primary", "verified")
    list_filter = ("primary", "verified")
    search_fields = ("email", "user__handle")
    list_select_related = ("user",)


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnly):
    """Second factors, never their secrets. One whose telephone is lost can be taken off."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type", "created_at")
    search_fields = ("user__email", "user__handle")
    list_select_related = ("user",)
    exclude = ("data",)
    actions = ("take_off",)

    def has_take_off_permission(self, request: HttpRequest) -> bool:
        """Whoever may delete one."""
        return request.user.has_perm("mfa.delete_authenticator")

    @admin.action(description="Take off (the member signs in without it)", permissions=["take_off"])
    def take_off(self, request: HttpRequest, queryset: QuerySet[Authenticator]) -> HttpResponse | None:
        """Ask for the reason, then take each off."""

        def do(row: Authenticator, reason: str) -> None:
            del reason  # it stays in the log
            Authenticator.objects.filter(pk=row.pk).delete()

        return ask_and_do(self, request, queryset, Deed("Take second factors off", do))


@admin.register(Group)
class GroupAdmin(ReadOnly):
    """What each group of staff may do; made by a migration, told in docs/staff.md."""

    list_display = ("name",)
    filter_horizontal = ("permissions",)


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnly):
    """Every act of staff in the admin, with its reason."""

    list_display = ("action_time", "user", "content_type", "object_repr", "change_message")
    list_filter = ("user", "content_type", "action_time")
    search_fields = ("object_repr", "change_message", "user__email", "user__handle")
    list_select_related = ("user", "content_type")
    date_hierarchy = "action_time"
