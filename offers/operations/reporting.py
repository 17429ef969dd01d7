"""Telling staff about somebody, and what staff do about it. The reported member is never told."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from config.shared.errors import Forbidden, Invalid, Refusal
from config.shared.transition import guarded_update
from offers.models import Conversation, Report, ReportAct

TEXT_MAX = 2_000


class ReportedAlready(Refusal):
    """A report of this member about this conversation waits for staff."""

    default_message = "You have reported this conversation already. Our staff will look at it."


class ReportMoved(Refusal):
    """Somebody else of the staff was faster."""

    default_message = "This report was closed or reopened meanwhile."


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


def close_report(*, report_id: int, actor_id: int, reason: str, at: datetime) -> Report:
    """Staff are done with a report and say why; a row remembers it. Raises Invalid, ReportMoved."""
    return _act(report_id, ReportAct.Kind.CLOSED, actor_id, reason, at)


def reopen_report(*, report_id: int, actor_id: int, reason: str, at: datetime) -> Report:
    """Staff look at a closed report again. Raises Invalid, ReportMoved, ReportedAlready (a newer one is open)."""
    try:
        return _act(report_id, ReportAct.Kind.REOPENED, actor_id, reason, at)
    except IntegrityError as fault:
        raise ReportedAlready("A newer report of this conversation is open. Work on that one.") from fault


@transaction.atomic
def _act(report_id: int, kind: ReportAct.Kind, actor_id: int, reason: str, at: datetime) -> Report:
    if not reason:
        raise Invalid("Say why.", field="reason")
    closing = kind == ReportAct.Kind.CLOSED
    report = Report.objects.select_for_update().get(pk=report_id)
    if report.is_open != closing:
        raise ReportMoved
    guarded_update(report, expect={"is_open": closing}, is_open=not closing)
    act = ReportAct(report=report, kind=kind, reason=reason, actor_id=actor_id, created_at=at)
    act.save(force_insert=True)
    return report
