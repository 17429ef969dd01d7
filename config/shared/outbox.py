"""The outbox: effects are rows of the transaction that caused them, carried out after it.

At least once: a handler must be harmless when it runs again. The broker is only nudged; the rows are the
truth.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog
from django.db import connection, transaction
from django.db.models import Q

from config.shared import clock
from config.shared.models import Outbox
from config.shared.rows import Each, insert_rows

log = structlog.get_logger()

Handler = Callable[[dict[str, Any]], None]
CLAIM = timedelta(minutes=2)
RETRY_AFTER = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))

_FRESH: dict[str, Any] = {"claimed_until": None, "tries": 0, "last_error": "", "done_at": None}

_handlers: dict[str, Handler] = {}
_nudges: list[Callable[[], None]] = []
_quiet: ContextVar[bool] = ContextVar("outbox_quiet", default=False)


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that carries out one kind of effect.

    Import its module from ``AppConfig.ready()``.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def nudge_with(nudge: Callable[[], None]) -> None:
    """Say how a worker is woken; it must give up within 0.2 s and never raise."""
    _nudges[:] = [nudge]


@contextmanager
def quiet() -> Iterator[None]:
    """Effects put inside carry ``quiet``: bell entries, but no mail (the demo load)."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def put(
    kind: str, payload: dict[str, Any], *, key: str | None = None, due_at: datetime | None = None
) -> None:
    """Write one effect inside the caller's transaction.

    With a ``key`` that exists already it does nothing.
    """
    now = clock.now()
    columns = {"kind": kind, "key": key, "created_at": now, "due_at": due_at or now}
    if key is None:
        insert_rows(Outbox, {**_FRESH, **columns, "id": uuid4(), "payload": _marked(payload)})
    else:
        row = Outbox(payload=_marked(payload), **columns)
        Outbox.objects.bulk_create([row], ignore_conflicts=True)
    _nudge_on_commit()


def put_many(kind: str, payloads: Sequence[dict[str, Any]]) -> None:
    """Write many effects inside the caller's transaction, by one statement."""
    if not payloads:
        return
    now = clock.now()
    columns = {
        **_FRESH,
        "id": Each([uuid4() for _ in payloads]),
        "kind": kind,
        "key": None,
        "payload": Each([_marked(payload) for payload in payloads]),
        "created_at": now,
        "due_at": now,
    }
    insert_rows(Outbox, columns)
    _nudge_on_commit()


def _marked(payload: dict[str, Any]) -> dict[str, Any]:
    return {**payload, "quiet": True} if _quiet.get() else payload


def _nudge_on_commit() -> None:
    if not _quiet.get():
        transaction.on_commit(lambda: [nudge() for nudge in _nudges] and None, robust=True)


def drain(limit: int = 100) -> int:
    """Carry out up to ``limit`` effects that are due; returns how many were done."""
    done = 0
    for _ in range(limit):
        row = _claim_next(clock.now())
        if row is None:
            break
        done += _carry_out(row)
    return done


def _claim_next(now: datetime) -> Outbox | None:
    due = Outbox.objects.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lt=now), done_at__isnull=True, due_at__lte=now
    )
    with transaction.atomic():
        rows = due.order_by("due_at")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        row = rows.first()
        if row is None:
            return None
        taken = due.filter(pk=row.pk).update(claimed_until=now + CLAIM, tries=row.tries + 1)
        row.tries += 1
    return row if taken else None


def _carry_out(row: Outbox) -> int:
    try:
        _handlers[row.kind](row.payload)
    except Exception as error:
        log.exception("outbox_failed", kind=row.kind, id=str(row.pk), tries=row.tries)
        wait = RETRY_AFTER[min(row.tries, len(RETRY_AFTER)) - 1]
        Outbox.objects.filter(pk=row.pk).update(
            claimed_until=None, due_at=clock.now() + wait, last_error=f"{type(error).__name__}: {error}"[:500]
        )
        return 0
    Outbox.objects.filter(pk=row.pk).update(done_at=clock.now(), claimed_until=None, last_error="")
    return 1
