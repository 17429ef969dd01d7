"""What every figure stands on: the migrated tables, the floor page's, the collected static files."""

from collections.abc import Iterator

from django.core.management import call_command

from tests.bench.figures import Line
from tests.bench.floor import tables
from tests.bench.options import Options


def run(_asked: Options) -> Iterator[Line]:
    """Fill the empty database that the others are copies of."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["src"])
    tables.create()
    tables.fill()
    yield from ()
