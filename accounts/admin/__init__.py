"""Members and what they were told, for staff."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from accounts.admin import desk  # noqa: F401 - lays its pile
from accounts.admin.logins import AuthenticatorAdmin, EmailAddressAdmin, GroupAdmin, LogEntryAdmin
from accounts.admin.members import StandingEventAdmin, UserAdmin
from accounts.admin.told import MailAdmin, NotificationAdmin, SentMailAdmin

__all__ = [
    "AuthenticatorAdmin",
    "EmailAddressAdmin",
    "GroupAdmin",
    "LogEntryAdmin",
    "MailAdmin",
    "NotificationAdmin",
    "SentMailAdmin",
    "StandingEventAdmin",
    "UserAdmin",
]

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # stack.md: else no second factor
admin.site.site_header = admin.site.site_title = "Milepost staff"
