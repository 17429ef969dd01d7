"""New members."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.handles import fresh_handle
from accounts.models import User
from config.shared import clock


def register_member(  # noqa: PLR0913 - a person has many sides
    *,
    email: str,
    password: str | None,
    handle: str = "",
    display_name: str = "",
    country: str = "",
    languages: tuple[str, ...] = (),
    time_zone: str = "UTC",
    bio: str = "",
    at: datetime | None = None,
) -> User:
    """Store a member whose address counts as confirmed (demo load, tests). People themselves join through sign-up.

    Without a handle one is drawn; without a password nobody can sign in yet. Raises IntegrityError when address or
    handle are taken.
    """
    with transaction.atomic():
        user = User.objects.create_user(
            email=email,
            password=password,
            handle=handle or fresh_handle(email),
            display_name=display_name,
            country=country,
            languages=list(languages),
            time_zone=time_zone,
            bio=bio,
            joined_at=at or clock.now(),
        )
        confirm_address(user=user)
    return user


def confirm_address(*, user: User) -> None:
    """Record the member's address as confirmed and primary, so that sign-in asks for no code."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
