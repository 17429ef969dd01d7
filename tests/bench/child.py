"""One group of figures, in a process that has Django's settings from the start (see ``tests.bench.__main__``)."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

django.setup()

from tests.bench import prepare  # noqa: E402 - models want Django set up
from tests.bench.figures import Line  # noqa: E402
from tests.bench.measured import (  # noqa: E402
    accepts,
    closer,
    editor,
    effects,
    idle,
    ledger,
    orders,
    pages,
    reads,
    talks,
    weight,
)
from tests.bench.options import Options  # noqa: E402

GROUPS: dict[str, Callable[[Options], Iterator[Line]]] = {
    "prepare": prepare.run,
    "pages": pages.measure,
    "weight": weight.measure,
    "editor": editor.measure,
    "accepts": accepts.measure,
    "closer": closer.measure,
    "idle": idle.measure,
    "reads": reads.measure,
    "ledger": ledger.measure,
    "effects": effects.measure,
    "talks": talks.measure,
    "orders": orders.measure,
}


def main() -> None:
    """Measure, and keep every line as soon as it is known."""
    group, options, path = sys.argv[1:]
    given: dict[str, Any] = json.loads(options)
    asked = Options(**given | {"figures": tuple(given["figures"])})
    lines: list[Line] = []
    for line in GROUPS[group](asked):
        lines.append(line)
        Path(path).write_text(json.dumps([one.as_dict() for one in lines]))


if __name__ == "__main__":
    main()
