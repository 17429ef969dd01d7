"""What members say about themselves."""

from typing import IO, Any

from django.db import IntegrityError, transaction

from accounts.mail_kinds import MAIL_KINDS
from accounts.models import User
from accounts.pictures import remove_picture, store_picture
from config.shared.errors import Invalid

PROFILE_FIELDS = ("handle", "display_name", "bio", "country", "languages", "time_zone")


def edit_profile(*, user_id: int, changes: dict[str, Any]) -> User:
    """Store the given ones of ``PROFILE_FIELDS``. Raises Invalid when somebody else took the handle."""
    fields = [name for name in PROFILE_FIELDS if name in changes]
    user = User.objects.get(pk=user_id)
    for name in fields:
        setattr(user, name, changes[name])
    try:
        with transaction.atomic():
            user.save(update_fields=fields)
    except IntegrityError as error:
        raise Invalid("Somebody else has this handle.", field="handle") from error
    return user


def change_picture(*, user_id: int, upload: IO[bytes], size: int) -> User:
    """Replace the member's picture; ``size`` in bytes. Raises Invalid when it is no picture or too large."""
    return _swap_picture(user_id, store_picture(upload, size))


def drop_picture(*, user_id: int) -> User:
    """Take the member's picture away."""
    return _swap_picture(user_id, "")


def _swap_picture(user_id: int, name: str) -> User:
    """The old files go only when the new name is stored for good."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        old = user.picture.name or ""
        user.picture = name
        user.save(update_fields=["picture"])
        transaction.on_commit(lambda: remove_picture(old), robust=True)
    return user


def choose_mails(*, user_id: int, wanted: set[str]) -> None:
    """Keep which groups of mails the member wants; the bell always rings."""
    off = [kind.code for kind in MAIL_KINDS if kind.code not in wanted]
    User.objects.filter(pk=user_id).update(mail_off=off)
