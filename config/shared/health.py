"""Is the process alive, and is the site ready to be used? For supervisors, balancers and monitors; cheap to ask."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.models import Heartbeat

STALE_AFTER = timedelta(seconds=60)
OK = "ok"


@declared(Policy.SYSTEM)
@require_safe
@never_cache
def health_live(_: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@declared(Policy.SYSTEM)
@require_safe
@never_cache
def health_ready(_: HttpRequest) -> JsonResponse:
    """Every part that a visitor needs: 200 when all are well, else 503; the part that fails says why."""
    parts = {name: _answer(part) for name, part in PARTS.items()}
    ready = all(answer == OK for answer in parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


def _answer(part: Callable[[], str]) -> str:
    try:
        return part()
    except DatabaseError as error:
        return f"not to be known: {type(error).__name__}"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """The migrations of this release; they do not change while the process lives."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations or ())


def _migrations() -> str:
    missing = _known_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    return f"{len(missing)} not applied" if missing else OK


def _heartbeat(name: str) -> str:
    seen = Heartbeat.objects.filter(name=name).values_list("seen_at", flat=True).first()
    if seen is None:
        return "never seen"
    age = clock.now() - seen
    return OK if age <= STALE_AFTER else f"last seen {int(age.total_seconds())} seconds ago"


PARTS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "worker": lambda: _heartbeat("worker"),
    "beat": lambda: _heartbeat("beat"),
}
