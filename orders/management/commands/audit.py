"""``manage.py audit``: money and orders, recomputed."""

from typing import Any

from django.core.management.base import BaseCommand

from orders import audit
from orders.ledger import audit as ledger
from orders.payments import audit as payments


class Command(BaseCommand):
    """One line per broken invariant, exit code 1; "nothing broken" otherwise."""

    help = "Recompute ledger, payments and orders, and print one line per broken invariant."

    def handle(self, *_args: Any, **_options: Any) -> None:
        broken = [
            *ledger.broken_invariants(),
            *payments.broken_invariants(),
            *audit.broken_invariants(),
        ]
        for line in broken:
            self.stdout.write(line)
        if broken:
            raise SystemExit(1)
        self.stdout.write("nothing broken")
