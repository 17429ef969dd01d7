"""Bell entries and mails. Called from outbox handlers, so that everything here is harmless when it runs again."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.mail_kinds import CODES
from accounts.models import Mail, Notification, User
from config.shared import clock, outbox

TEXT_MAX = 300


def ring(*, user_id: int, key: str, text: str, url: str, at: datetime) -> bool:
    """Put one entry into a member's bell; False when this event (``key``) has rung for the member already.

    ``url`` is a path of this site; ``text`` is cut at 300 characters.
    """
    if not url.startswith("/") or url.startswith("//"):
        message = f"a bell entry leads to a path of this site, not to {url!r}"
        raise ValueError(message)
    entry = Notification(user_id=user_id, key=key, text=_cut(text), url=url, created_at=at)
    before = Notification.objects.filter(user_id=user_id, key=key).exists()
    Notification.objects.bulk_create([entry], ignore_conflicts=True)
    return not before


def mail(
    *,
    user_id: int,
    key: str,
    subject: str,
    template: str,
    context: dict[str, Any] | None = None,
    kind: str = "",
    quiet: bool = False,
    calendar: str = "",
) -> bool:
    """Store one mail, rendered now, and have it sent; False when nothing was stored.

    ``template`` names ``templates/mails/<template>.html`` and ``.txt``; both get ``context``, the member and the
    site. ``kind`` is a group of ``accounts.mail_kinds`` that the member may have switched off; empty: always sent.
    ``calendar``: a calendar file to attach. ``quiet`` (an effect of the demo load) sends nothing. The same ``key``
    reaches a member once.
    """
    if kind and kind not in CODES:
        message = f"{kind!r} is no kind of mail"
        raise ValueError(message)
    user = User.objects.get(pk=user_id)
    if quiet or not user.is_active or kind in user.mail_off:
        return False
    text, html = _rendered(user, subject, template, context or {}, kind)
    return _store(user, key=key, subject=_cut(subject, 200), text=text, html=html, calendar=calendar)


def _store(user: User, *, key: str, **parts: str) -> bool:
    with transaction.atomic():
        row, new = Mail.objects.get_or_create(
            key=f"{user.pk}:{key}",
            defaults={
                "user": user,
                "to": user.email,
                "created_at": clock.now(),
                **parts,
            },
        )
        if new:
            outbox.put("accounts.mail", {"mail": str(row.pk)}, key=f"mail:{row.pk}")
    return new


def _rendered(user: User, subject: str, template: str, context: dict[str, Any], kind: str) -> tuple[str, str]:
    """Text and HTML part, with times in the member's zone."""
    whole = {
        "subject": subject,
        "member": user,
        "kind": kind,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "demo": settings.DEMO,
        **context,
    }
    with timezone.override(user.zone):
        text = render_to_string(f"mails/{template}.txt", whole)
        html = render_to_string(f"mails/{template}.html", whole)
    return _squeezed(text), html


def _squeezed(text: str) -> str:
    """At most one empty line in a row, as templates leave many."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"


def _cut(text: str, limit: int = TEXT_MAX) -> str:
    """What fits: whole sentences when they are most of it, else whole words and a sign that there is more."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    whole = line[: line.rfind(". ", 0, limit) + 1]
    if len(whole) > limit // 2:
        return whole
    words = line[: limit - 1]
    return (words.rpartition(" ")[0] or words).rstrip(",;:") + "…"
