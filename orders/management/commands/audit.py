"""``manage.py audit``: money and orders, recomputed."""

from typing import Any

from django.core.management.base import BaseCommand

from orders.audit.whole import everything


class Command(BaseCommand):
    """One line per broken invariant, exit code 1; "nothing broken" otherwise."""

    help = "Recompute ledger, payments and orders, and print one line per broken invariant."

    def handle(self, *_args: Any, **_options: Any) -> None:
        broken = everything()
        for line in broken:
            self.stdout.write(line)
        if broken:
            raise SystemExit(1)
        self.stdout.write("nothing broken")
