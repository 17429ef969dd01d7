"""``manage.py prepare``: make the data folder ready to serve; does only what is missing."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.shared.currency_checks import foreign_currencies

LOADER = "load_demo"
SOURCES_OF_LOOK = ["src"]  # static/src: what the style sheet is built from


class Command(BaseCommand):
    """Migrates, collects static files, loads the demo market into an empty database."""

    help = (
        "Apply migrations, collect static files, load the demo market into an empty database (DEMO=0: not)."
    )
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        """Each step says what it does, and nothing when there is nothing to do."""
        self._migrate()
        if foreign := foreign_currencies():
            raise CommandError(
                f"CURRENCY={settings.CURRENCY}, but amounts are stored in {', '.join(sorted(foreign))}."
            )
        self._collect_static()
        if settings.DEMO:
            self._load_demo()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self._say(f"Migrating the database ({len(plan)} steps)")
            call_command("migrate", interactive=False, verbosity=0)

    def _collect_static(self) -> None:
        stamp = settings.DATA_DIR / "static.stamp"
        state = _state_of_static()
        if stamp.exists() and stamp.read_text() == state:
            return
        self._say("Collecting static files")
        again = Path(settings.STATIC_ROOT).exists()
        call_command(
            "collectstatic", interactive=False, clear=again, ignore_patterns=SOURCES_OF_LOOK, verbosity=0
        )
        stamp.write_text(state)

    def _load_demo(self) -> None:
        """A load that was broken off is not taken for a whole one."""
        mark = settings.DATA_DIR / "demo.loading"
        if get_user_model()._default_manager.exists():
            if mark.exists():
                raise CommandError(
                    f"Loading the demo market was broken off. Remove {settings.DATA_DIR} and start again."
                )
            return
        if LOADER not in get_commands():
            return
        self._say("Loading the demo market (once; DEMO=0 leaves it out)")
        mark.touch()
        call_command(LOADER)
        mark.unlink()

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _state_of_static() -> str:
    """A digest of every source file's path, size and time, and of what is installed."""
    digest = hashlib.sha256()
    for file in _static_sources():
        facts = file.stat()
        digest.update(f"{file}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _static_sources() -> Iterator[Path]:
    yield settings.BASE_DIR / "requirements.txt"
    for folder in settings.STATICFILES_DIRS:
        for part in sorted(Path(folder).iterdir()):
            if part.name not in SOURCES_OF_LOOK:
                yield from sorted(path for path in (part, *part.rglob("*")) if path.is_file())
