"""Pages of accounts."""

from accounts.views.bell import notification_badge, notification_detail, notification_list, notifications_read
from accounts.views.mailbox import mail_calendar, mail_detail, mail_html, mail_list
from accounts.views.people import person_detail
from accounts.views.profiles import mail_choices, profile, welcome

__all__ = [
    "mail_calendar",
    "mail_choices",
    "mail_detail",
    "mail_html",
    "mail_list",
    "notification_badge",
    "notification_detail",
    "notification_list",
    "notifications_read",
    "person_detail",
    "profile",
    "welcome",
]
