"""Quick replies: texts that a member keeps for the composer."""

from django.conf import settings
from django.db import IntegrityError, transaction

from config.shared.errors import Invalid, Refusal
from offers.models import QuickReply

NAME_MAX = 60


class TooManyReplies(Refusal):
    """The list is full."""


def save_reply(*, user_id: int, name: str, body: str, reply_id: int | None = None) -> QuickReply:
    """Keep a new text, or change one of the member's own.

    Raises Invalid (nothing in it, too long, a name that is taken), TooManyReplies, QuickReply.DoesNotExist.
    """
    _check(name, body)
    try:
        with transaction.atomic():
            return _saved(user_id, name, body, reply_id)
    except IntegrityError as fault:
        raise Invalid("You have a quick reply of this name already.", field="name") from fault


def remove_reply(*, user_id: int, reply_id: int) -> None:
    """Forget one of the member's own. Raises QuickReply.DoesNotExist."""
    QuickReply.objects.get(pk=reply_id, user_id=user_id).delete()


def _saved(user_id: int, name: str, body: str, reply_id: int | None) -> QuickReply:
    if reply_id is not None:
        reply = QuickReply.objects.select_for_update().get(pk=reply_id, user_id=user_id)
        reply.name, reply.body = name, body
        reply.save(update_fields=["name", "body"])
        return reply
    if QuickReply.objects.filter(user_id=user_id).count() >= settings.QUICK_REPLIES_MAX:
        raise TooManyReplies(f"You can keep {settings.QUICK_REPLIES_MAX} quick replies. Remove one first.")
    reply = QuickReply(user_id=user_id, name=name, body=body)
    reply.save(force_insert=True)
    return reply


def _check(name: str, body: str) -> None:
    if not name or len(name) > NAME_MAX:
        raise Invalid(f"Give it a name of at most {NAME_MAX} characters.", field="name")
    if not body:
        raise Invalid("Write the text.", field="body")
    if len(body) > settings.MESSAGE_MAX:
        raise Invalid(f"Use at most {settings.MESSAGE_MAX:,} characters.", field="body")
