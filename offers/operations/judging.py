"""What staff do with a report: close it, look at it again; each act leaves a row with its reason."""

from datetime import datetime

from django.db import IntegrityError, transaction

from config.shared.errors import Invalid, Refusal
from config.shared.transition import guarded_update
from offers.models import Report, ReportAct
from offers.operations.reporting import ReportedAlready


class ReportMoved(Refusal):
    """Somebody else of the staff was faster."""

    default_message = "This report was closed or reopened meanwhile."


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
