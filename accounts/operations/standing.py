"""Suspending a member and ending it: nothing new begins, running milestones may end (product.md 8)."""

from datetime import datetime

from django.db import transaction

from accounts.models import StandingEvent, User
from config.shared import outbox
from config.shared.errors import Forbidden, Invalid, Refusal
from config.shared.text import clean_text
from config.shared.transition import guarded_update


class AlreadySuspended(Refusal):
    """Suspending twice."""

    default_message = "This member is suspended already."


class NotSuspended(Refusal):
    """Restoring a member in good standing."""

    default_message = "This member is not suspended."


class NotYours(Forbidden):
    """Only staff decide, and not about themselves or a superuser."""

    default_message = "Staff cannot be suspended here. Take the staff status away first."


def suspend_member(*, actor_id: int, user_id: int, reason: str, at: datetime) -> User:
    """Stop a member from beginning anything new. Raises AlreadySuspended, NotYours, Invalid (no reason)."""
    text = _reason(reason)
    with transaction.atomic():
        user = User.objects.get(pk=user_id)
        if user.is_staff or user.pk == actor_id:
            raise NotYours
        if user.suspended_at is not None:
            raise AlreadySuspended
        guarded_update(user, expect={"suspended_at": None}, suspended_at=at, suspended_reason=text)
        _record(user, actor_id, StandingEvent.Kind.SUSPENDED, text, at)
    return user


def restore_member(*, actor_id: int, user_id: int, reason: str, at: datetime) -> User:
    """End a suspension. Raises NotSuspended, Invalid (no reason)."""
    text = _reason(reason)
    with transaction.atomic():
        user = User.objects.get(pk=user_id)
        if user.suspended_at is None:
            raise NotSuspended
        guarded_update(
            user, expect={"suspended_at": user.suspended_at}, suspended_at=None, suspended_reason=""
        )
        _record(user, actor_id, StandingEvent.Kind.RESTORED, text, at)
    return user


def _reason(reason: str) -> str:
    text = clean_text(reason)
    if not text:
        message = "Write the reason. The member reads it."
        raise Invalid(message, field="reason")
    return text


def _record(user: User, actor_id: int, kind: StandingEvent.Kind, reason: str, at: datetime) -> None:
    event = StandingEvent.objects.create(
        user=user, actor_id=actor_id, kind=kind, reason=reason, created_at=at
    )
    outbox.put("accounts.standing", {"event": event.pk}, key=f"standing:{event.pk}")
