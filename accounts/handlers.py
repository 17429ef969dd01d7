"""What the outbox carries out for this app; imported by ``AccountsConfig.ready()``."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from accounts.models import Mail, StandingEvent
from accounts.notifications import mail, ring
from config.shared import clock, outbox


@outbox.handler("accounts.mail")
def send_mail(payload: dict[str, Any]) -> None:
    """Send one stored mail as it is. Again is harmless: sent rows are skipped, the Message-ID stays the same."""
    row = Mail.objects.get(pk=payload["mail"])
    if row.sent_at is not None:
        return
    message = EmailMultiAlternatives(
        row.subject, row.text, None, [row.to], headers={"Message-ID": f"<{row.pk}@milepost>"}
    )
    if row.html:
        message.attach_alternative(row.html, "text/html")
    if row.calendar:
        message.attach("call.ics", row.calendar, "text/calendar")
    message.send()
    Mail.objects.unsent().filter(pk=row.pk).update(sent_at=clock.now())


@outbox.handler("accounts.standing")
def tell_standing(payload: dict[str, Any]) -> None:
    """Tell a member about a suspension or its end; this mail cannot be switched off."""
    event = StandingEvent.objects.select_related("user").get(pk=payload["event"])
    suspended = event.kind == StandingEvent.Kind.SUSPENDED
    subject = "Your account is suspended" if suspended else "Your account is in good standing again"
    lines = [
        "You cannot begin new orders, offers or gigs for now. Orders that run can be finished."
        if suspended
        else "You can order, offer and publish again.",
        f"Reason: {event.reason}",
        *([f"If you think that this is wrong, write to {settings.SUPPORT_EMAIL}."] if suspended else []),
    ]
    key = f"standing:{event.pk}"
    ring(user_id=event.user_id, key=key, text=subject, url="/accounts/profile/", at=event.created_at)
    mail(
        user_id=event.user_id,
        key=key,
        subject=subject,
        template="notice",
        context={"lines": lines, "url": "/accounts/profile/", "button": "Open your profile"},
        quiet=bool(payload.get("quiet")),
    )
