"""Addresses of accounts (product.md 10). allauth's own ones lie beside them under ``/accounts/``."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("accounts/profile/", views.profile, name="profile"),
    path("accounts/welcome/", views.welcome, name="welcome"),
    path("accounts/mails/", views.mail_choices, name="mail_choices"),
    path("people/<slug:handle>/", views.person_detail, name="person_detail"),
    path("notifications/", views.notification_list, name="notification_list"),
    path("notifications/read/", views.notifications_read, name="notifications_read"),
    path("notifications/badge/", views.notification_badge, name="notification_badge"),
    path("notifications/<int:notification_id>/", views.notification_detail, name="notification_detail"),
    path("mails/", views.mail_list, name="mail_list"),
    path("mails/<int:mail_id>/", views.mail_detail, name="mail_detail"),
    path("mails/<int:mail_id>/html/", views.mail_html, name="mail_html"),
    path("mails/<int:mail_id>/call.ics", views.mail_calendar, name="mail_calendar"),
]
