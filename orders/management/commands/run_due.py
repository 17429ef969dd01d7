"""``manage.py run_due``: what beat does, by hand and at once."""

from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.shared import clock
from orders.operations.sweeping import run_due


class Command(BaseCommand):
    """Closes what is due, recovers payments, clears earnings, expires offers, carries out the outbox."""

    help = "Do by hand what the clock does every minute, until nothing is due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--at",
            metavar="TIME",
            help="run as if it were this ISO time (demo mode only; UTC unless it says)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        with _moment(options["at"]):
            self.stdout.write(f"As of {clock.now():%Y-%m-%d %H:%M:%S} UTC")
            for name, count in run_due().items():
                self.stdout.write(f"{count:>7} {name}")


def _moment(text: str | None) -> AbstractContextManager[None]:
    if text is None:
        return nullcontext()
    if not settings.DEMO:
        message = "--at works in demo mode only: real clocks do not jump."
        raise CommandError(message)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is no time: write it like 2026-12-01T14:05 or 2026-12-01T14:05+01:00."
        raise CommandError(message) from error
    return clock.travelled_to(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
