"""The demo mailbox: an e-mail backend that keeps every mail as a row, for the page ``/mails/``."""

import re
from collections.abc import Sequence
from email.message import Message

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from accounts.models import SentMail
from config.shared import clock

CALENDAR = "text/calendar"
CODE = re.compile(r"^\s*([B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4})\s*$", re.MULTILINE)


class DemoMailbox(BaseEmailBackend):
    """Stores mails instead of sending them; the same Message-ID is stored once."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep all; returns their number, as Django expects."""
        rows = [_row(message) for message in email_messages if message.recipients()]
        SentMail.objects.bulk_create(rows, ignore_conflicts=True)
        return len(rows)


def code_in(text: str) -> str:
    """The confirmation code that a mail carries on a line of its own; empty when there is none."""
    match = CODE.search(text)
    return match[1] if match else ""


def _row(message: EmailMessage) -> SentMail:
    built: Message = message.message()
    return SentMail(
        message_id=str(built["Message-ID"])[:200],
        to=", ".join(message.recipients())[:300],
        subject=str(message.subject)[:300],
        text=str(message.body),
        html=_html_of(message),
        calendar=_calendar_of(message),
        created_at=clock.now(),
    )


def _html_of(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(part[0]) for part in message.alternatives if part[1] == "text/html"), "")


def _calendar_of(message: EmailMessage) -> str:
    """The only kind of file that the site's mails bring."""
    parts = (part for part in message.attachments if isinstance(part, tuple))
    return next((str(content) for _, content, kind in parts if kind == CALENDAR), "")
