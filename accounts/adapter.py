"""How allauth is bent to Milepost."""

import smtplib
import uuid
from typing import Any, cast

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode

from accounts.handles import fresh_handle
from accounts.models import Mail, User
from accounts.redirects import is_safe_next
from config.shared import clock, outbox

log = structlog.get_logger()


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up and sign-in by e-mail address and code, with handles that tell nothing and mails in our layout."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "too_many_login_attempts": "Too many failed attempts. Wait a few minutes, then try again.",
        "incorrect_code": "That is not the code. Look at the newest mail.",
        "incorrect_password": "The password is not right.",
        "enter_current_password": "The current password is not right.",
        "rate_limited": "That was too fast. Wait a moment, then try again.",
        "duplicate_email": "This is your address already.",
        "same_as_current": "This is the address that we wrote to already.",
    }

    def populate_username(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Draw the handle; allauth would make one from the address."""
        member = cast("User", user)
        member.handle = member.handle or fresh_handle(member.email)

    def is_safe_url(self, url: str | None) -> bool:
        """Paths of this site only (stack.md, trap 7)."""
        return is_safe_next(url)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **details: Any) -> HttpResponse:
        """A new member completes the profile first and then goes on to where the way led."""
        if details["signup"]:
            goal = details["redirect_url"]
            query = f"?{urlencode({'next': goal})}" if is_safe_next(goal) else ""
            details["redirect_url"] = reverse("accounts:welcome") + query
        response: HttpResponse = super().post_login(request, user, **details)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the profile."""
        return reverse("accounts:profile")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """A changed address is seen on its page."""
        return reverse("account_email")

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The text from allauth's template of ours, and the same words in the layout of all mails."""
        request = allauth_context.request
        whole = {**context, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", whole).split())
        body = render_to_string(f"{template_prefix}_message.txt", whole, request).strip()
        parts = {**whole, "subject": subject, "body": body, "paragraphs": body.split("\n\n")}
        to = [email] if isinstance(email, str) else email
        text = render_to_string("mails/account.txt", parts)
        message = EmailMultiAlternatives(subject, text, self.get_from_email(), to, headers=headers)
        message.attach_alternative(render_to_string("mails/account.html", parts), "text/html")
        return message

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once, as people wait for codes; when the mail server does not answer, the outbox tries again."""
        message = self.render_mail(template_prefix, email, context)
        try:
            message.send()
        except (OSError, smtplib.SMTPException) as error:
            log.warning("mail_deferred", template=template_prefix, error=str(error))
            _defer(message)


def _defer(message: EmailMessage) -> None:
    html = str(message.alternatives[0][0]) if isinstance(message, EmailMultiAlternatives) else ""
    key = uuid.uuid4()
    with transaction.atomic():
        for address in message.to:
            row = Mail.objects.create(
                key=f"deferred:{key}:{address}"[:140],
                to=address,
                subject=str(message.subject),
                text=str(message.body),
                html=html,
                created_at=clock.now(),
            )
            outbox.put("accounts.mail", {"mail": str(row.pk)}, key=f"mail:{row.pk}")
