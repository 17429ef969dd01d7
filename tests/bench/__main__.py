"""``python -m tests.bench [figures]``: measure, print a table, write JSON, leave nothing behind.

This process only makes databases, starts one child per group of figures, and cleans up whatever happens to it.
"""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests import environment
from tests.bench import database, options, report
from tests.bench.figures import Line
from tests.bench.options import GROUPS, Options

PREPARE_SECONDS = 300
GRACE_SECONDS = 10
WITH_REDIS = frozenset({"effects"})
NO_SERVER = 2


def main() -> int:
    """0 when every figure could be measured, 1 when one is void, 2 without PostgreSQL."""
    asked, path = options.read()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        address = database.server()
    except database.NoServer as error:
        say(
            f"{error}\nThe bench measures on PostgreSQL 15 or newer: start one, or set DATABASE_URL=postgres://…"
        )
        return NO_SERVER
    folder = environment.isolate()
    machine = report.machine(database.version(address), datetime.now(UTC))
    lines = _measure_all(address, folder, asked)
    sys.stdout.write(report.table(lines, asked, machine) + "\n")
    if path:
        path.write_text(report.as_json(lines, asked, machine))
    return int(any(line.value is None for line in lines))


def say(text: str) -> None:
    """One line for whoever waits."""
    sys.stderr.write(f"{text}\n")


def _measure_all(address: str, folder: Path, asked: Options) -> list[Line]:
    lines: list[Line] = []
    with database.fresh(address) as base:
        say("Preparing a database and the static files")
        if fault := _child("prepare", asked, base, folder, PREPARE_SECONDS):
            return [_void(figure, f"the preparation failed: {fault}") for figure in asked.figures]
        for group, figures in GROUPS.items():
            wanted = tuple(figure for figure in figures if figure in asked.figures)
            if wanted:
                say(f"Figures {', '.join(map(str, wanted))}")
                with database.fresh(address, template=base) as copy:
                    lines += _measure(group, wanted, asked, copy, folder)
    return sorted(lines, key=lambda line: line.figure)


def _measure(group: str, wanted: tuple[int, ...], asked: Options, address: str, folder: Path) -> list[Line]:
    """The lines of one group; those that a fault left out come back void."""
    result = folder / "lines.json"
    result.unlink(missing_ok=True)
    fault = _child(group, asked, address, folder, asked.limit_seconds)
    found = [_line(row) for row in json.loads(result.read_text())] if result.exists() else []
    missing = [figure for figure in wanted if figure not in {line.figure for line in found}]
    return found + [_void(figure, fault or "nothing was measured") for figure in missing]


def _child(group: str, asked: Options, address: str, folder: Path, limit: float) -> str:
    """Run one group in a process of its own, with all that it starts; gives the fault in words, or nothing."""
    surroundings = os.environ | {
        "DATABASE_URL": address,
        "DATA_DIR": str(folder),
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    }
    if group not in WITH_REDIS:
        surroundings.pop("REDIS_URL", None)
    command = [sys.executable, "-W", "ignore::UserWarning", "-m", "tests.bench.child", group]
    command += [json.dumps(asked.as_dict()), str(folder / "lines.json")]
    process = subprocess.Popen(command, env=surroundings, cwd=environment.ROOT, start_new_session=True)
    try:
        code = process.wait(timeout=limit)
    except subprocess.TimeoutExpired:
        return f"given up after {limit:.0f} s"
    else:
        return f"its process ended with code {code}" if code else ""
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the child's whole session: web servers and load generators that outlived it too."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=GRACE_SECONDS)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def _void(figure: int, why: str) -> Line:
    return Line(figure=figure, name=report.NAMES[figure], remark=f"void: {why}")


def _line(row: dict[str, object]) -> Line:
    return Line(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()})  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
