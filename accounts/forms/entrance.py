"""allauth's forms in Milepost's words: "E-mail", no placeholders, help where it is needed."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User

Words = dict[str, tuple[str, str]]

PASSWORD_HELP = "At least 8 characters; not only digits, not a common password."  # noqa: S105 - help, no password
NEW_PASSWORD: Words = {"password1": ("New password", PASSWORD_HELP), "password2": ("New password again", "")}
APP_CODE: Words = {"code": ("Code", "From your authenticator app, or one of your recovery codes.")}


class InOurWords:
    """Sets label and help of the named fields and takes all placeholders away."""

    words: ClassVar[Words] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Build allauth's form, then reword it."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]
            if name == "code":
                field.widget.attrs.update({"autocapitalize": "characters", "spellcheck": "false"})


class LoginForm(InOurWords, account.LoginForm):
    """Sign-in, with the labels of product.md 10."""

    words: ClassVar[Words] = {"login": ("E-mail", ""), "password": ("Password", "")}


class SignupForm(InOurWords, account.SignupForm):
    """Sign-up by address and password; the code follows by mail."""

    words: ClassVar[Words] = {
        "email": ("E-mail", "Never shown to others. We send a code to it."),
        "password1": ("Password", PASSWORD_HELP),
    }

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponseBase | None]:
        """Two sign-ups with one address at the same moment: the second is answered like any known address."""
        try:
            with transaction.atomic():
                saved: tuple[User | None, HttpResponseBase | None] = super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            saved = super().try_save(request)
        return saved


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    """Where to send the code."""

    words: ClassVar[Words] = {"email": ("E-mail", "")}


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    """The new password after a code."""

    words: ClassVar[Words] = NEW_PASSWORD


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    """A new password for somebody who knows the old one."""

    words: ClassVar[Words] = {"oldpassword": ("Current password", ""), **NEW_PASSWORD}


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    """A first password."""

    words: ClassVar[Words] = NEW_PASSWORD


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    """The password once more, before something delicate."""

    words: ClassVar[Words] = {"password": ("Password", "")}


class AddEmailForm(InOurWords, account.AddEmailForm):
    """Another address for the account."""

    words: ClassVar[Words] = {
        "email": ("New e-mail", "We send a code to it. The change counts once you enter the code.")
    }


class ChangeEmailForm(InOurWords, account.ChangeEmailForm):
    """A mistyped address put right before its code was entered."""

    words: ClassVar[Words] = {"email": ("E-mail", "")}


class ConfirmEmailForm(InOurWords, account.ConfirmEmailVerificationCodeForm):
    """The code from the mail."""

    words: ClassVar[Words] = {"code": ("Code", "")}


class ConfirmResetCodeForm(InOurWords, account.ConfirmPasswordResetCodeForm):
    """The code from the mail."""

    words: ClassVar[Words] = {"code": ("Code", "")}


class SecondStepForm(InOurWords, mfa.AuthenticateForm):
    """The code of the authenticator app at sign-in."""

    words: ClassVar[Words] = APP_CODE


class SecondStepAgainForm(InOurWords, mfa.ReauthenticateForm):
    """The code of the authenticator app, before something delicate."""

    words: ClassVar[Words] = APP_CODE


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    words: ClassVar[Words] = {"code": ("Code from the app", "")}
