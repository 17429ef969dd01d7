"""The supervisor: what it starts lives until it stops, and nothing outlives it."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from config import supervisor as module
from config.supervisor import Child, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
]
FORKING = [sys.executable, "-c", "import os, time; os.fork(); time.sleep(60)"]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Supervisor]:
    monkeypatch.setattr(module, "GRACE_SECONDS", 0.5)
    supervisor = Supervisor(said.append)
    yield supervisor
    with suppress(ProcessLookupError):
        supervisor.stop()


def members(group: int) -> list[int]:
    """Processes of a group that are alive."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            state, _, number = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(number) == group and state != "Z":
                found.append(int(entry.name))
    return found


@pytest.mark.parametrize("command", [SLEEP, STUBBORN, FORKING], ids=["calm", "stubborn", "forking"])
def test_stops_every_descendant(supervisor: Supervisor, command: list[str]) -> None:
    child = Child("sleeper", command)
    supervisor.start([child])
    assert child.process
    time.sleep(0.3)
    assert members(child.process.pid)
    supervisor.stop()
    assert members(child.process.pid) == []


def stop_once_another_runs(supervisor: Supervisor, child: Child, first: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and child.process and child.process.pid == first:
        time.sleep(0.05)
    supervisor.stopping = True


def test_starts_again_what_died(supervisor: Supervisor, said: list[str]) -> None:
    child = Child("worker", SLEEP)
    supervisor.start([child])
    assert child.process
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    watcher = threading.Thread(target=stop_once_another_runs, args=(supervisor, child, first))
    watcher.start()
    supervisor.keep()  # in this thread: a child dies with the thread that started it
    watcher.join()
    assert said == ["The worker ended (signal 9); starting it again in 0.5 s."]
    assert child.process.pid != first
    assert child.ended() is None


def test_waits_longer_after_every_death(supervisor: Supervisor, said: list[str]) -> None:
    child = Child("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    for wait in ("0.5", "1", "2"):
        child.start()
        assert child.process
        child.process.wait()
        supervisor._look_after(child, time.monotonic())
        assert said[-1] == f"The worker ended (exit code 3); starting it again in {wait} s."


def test_a_step_returns_its_exit_code(supervisor: Supervisor) -> None:
    assert supervisor.run_step("fails", [sys.executable, "-c", "raise SystemExit(7)"]) == 7
    assert supervisor.run_step("works", [sys.executable, "-c", ""]) == 0


def test_gives_up_waiting_when_a_child_ends(supervisor: Supervisor) -> None:
    supervisor.start([Child("web server", [sys.executable, "-c", ""])])
    started = time.monotonic()
    assert supervisor.wait_until(lambda: False, timeout=30) is False
    assert time.monotonic() - started < 5
