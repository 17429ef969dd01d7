"""An effect that says when it was carried out; loaded by the worker that figure 16 starts, and by who waits for it."""

import os
import time
from pathlib import Path
from typing import Any

from config.shared import outbox

KIND = "bench.mark"
PLACE = "BENCH_MARKS"
"""The environment's name for the file that the marks go to."""


@outbox.handler(KIND)
def mark(payload: dict[str, Any]) -> None:
    """Add a line: which one, and when its handler started."""
    started = time.time()
    with Path(os.environ[PLACE]).open("a") as file:
        file.write(f"{payload['number']} {started}\n")
