"""A member tells staff about another one, who is never told."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from config.shared.errors import Forbidden, Invalid, Refusal
from offers.models import Conversation, Report

TEXT_MAX = 2_000


class ReportedAlready(Refusal):
    """A report of this member about this conversation waits for staff."""

    default_message = "You have reported this conversation already. Our staff will look at it."


def report_member(*, conversation_id: UUID, reporter_id: int, reason: str, text: str, at: datetime) -> Report:
    """Put a report into the queue of the staff. Raises Invalid, Forbidden (no party), ReportedAlready."""
    if reason not in Report.Reason.values:
        raise Invalid("Choose what it is about.", field="reason")
    if not text or len(text) > TEXT_MAX:
        raise Invalid(f"Say what happened, in at most {TEXT_MAX:,} characters.", field="text")
    conversation = Conversation.objects.get(pk=conversation_id)
    if reporter_id not in {conversation.low_id, conversation.high_id}:
        raise Forbidden
    report = Report(
        conversation=conversation,
        reporter_id=reporter_id,
        reported_id=conversation.other_id(reporter_id),
        reason=reason,
        text=text,
        created_at=at,
    )
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError as fault:
        raise ReportedAlready from fault
    return report
