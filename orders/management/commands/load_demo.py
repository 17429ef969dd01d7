"""``manage.py load_demo``: the demo market into an empty database."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from orders.demo.loading import load_market, loaded
from orders.demo.people import CLERKS, PASSWORD, PEOPLE, STAFF


@contextmanager
def _without_chatter() -> Iterator[None]:
    """Hundreds of payments would be logged between the lines of progress; warnings stay."""
    before = structlog.get_config()["wrapper_class"]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    try:
        yield
    finally:
        structlog.configure(wrapper_class=before)


class Command(BaseCommand):
    """Six people, their gigs, and months of their orders, lived through in seconds."""

    _shown = 0.0
    help = "Load the demo market into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when members exist already")

    def handle(self, *_args: Any, **options: Any) -> None:
        if User.objects.exists():
            self._refuse(quietly=options["if_empty"])
            return
        with _without_chatter():
            load_market(watch=self._show)
        self._show("")
        self.stdout.write(f"The demo market is open. Password of everybody: {PASSWORD}")
        for person in (*PEOPLE, STAFF, *(clerk for _, clerk in CLERKS)):
            self.stdout.write(f"  {person.email:<20} {person.name}")

    def _refuse(self, *, quietly: bool) -> None:
        if not quietly:
            message = "Members exist already: the demo market goes into an empty database only. Nothing was changed."
            raise CommandError(message)
        if User.objects.filter(email=PEOPLE[0].email).exists() and not loaded():
            words = "The demo market was loaded in part only. Empty the database to load it anew."
            self.stderr.write(words)

    def _show(self, words: str) -> None:
        """A line of progress every second: one that changes on a terminal, lines of their own elsewhere."""
        if time.monotonic() - self._shown < 1 and words:
            return
        self._shown = time.monotonic()
        if self.stdout.isatty():
            self.stdout.write(f"\r\033[K{words}", ending="")
            self.stdout.flush()
        elif words:
            self.stdout.write(words)
