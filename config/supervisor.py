"""Keeps a few processes running, each with everything it starts in a process group of its own.

Standard library only.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

LOOK_EVERY_SECONDS = 0.2
GRACE_SECONDS = 8.0
BURIAL_SECONDS = 1.0
RESTART_AFTER_SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
STEADY_AFTER_SECONDS = 60.0
_PR_SET_PDEATHSIG = 1

Say = Callable[[str], None]


@dataclass(slots=True)
class Child:
    """One process to keep: its name for people, its command, and how it fared."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restart_at: float | None = None
    deaths: int = 0

    def start(self) -> None:
        """Start it as the leader of a session, so that a Ctrl-C in the terminal reaches only the supervisor."""
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - we have one thread
        )
        self.started_at = time.monotonic()
        self.restart_at = None

    def ended(self) -> int | None:
        """Its exit code, or None while it runs or was never started."""
        return self.process.poll() if self.process else None

    def signal_group(self, number: signal.Signals) -> None:
        """Reach it and all that it started; nothing happens when they are gone."""
        if self.process:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def group_is_gone(self) -> bool:
        """Whether nothing of its group is left, not even what init has yet to bury."""
        if self.process is None:
            return True
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return True
        return False

    def ask_to_stop(self) -> None:
        """Tell the leader only: it knows in which order to stop its own children."""
        if self.process and self.process.poll() is None:
            self.process.terminate()


def _die_with_parent() -> None:
    """Linux: a supervisor that is killed takes its processes along."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass(slots=True)
class Supervisor:
    """Runs steps one after the other, then keeps children running until it is told to stop."""

    say: Say
    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def listen(self) -> None:
        """Stop on Ctrl-C, TERM and a closed terminal; a second time stops without grace."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self.stopping:
            self._kill()
        self.stopping = True

    def run_step(self, name: str, command: Sequence[str]) -> int:
        """Run one command to its end; returns its exit code. A stop ends it too."""
        step = Child(name, command)
        self.children.append(step)
        step.start()
        while (code := step.ended()) is None and not self.stopping:
            time.sleep(LOOK_EVERY_SECONDS / 4)
        if code is not None:
            self.children.remove(step)
        return code or 0

    def start(self, children: Sequence[Child]) -> None:
        """Start all of them."""
        for child in children:
            self.children.append(child)
            child.start()

    def wait_until(self, ready: Callable[[], bool], timeout: float) -> bool:
        """Wait for an answer; False when a child ends, the time is over or a stop was asked for."""
        end = time.monotonic() + timeout
        while not self.stopping and time.monotonic() < end:
            if ready():
                return True
            if any(child.ended() is not None for child in self.children):
                return False
            time.sleep(LOOK_EVERY_SECONDS)
        return False

    def keep(self) -> None:
        """Restart whatever dies, sooner the first time, until a stop is asked for."""
        while not self.stopping:
            for child in self.children:
                self._look_after(child, time.monotonic())
            time.sleep(LOOK_EVERY_SECONDS)

    def _look_after(self, child: Child, now: float) -> None:
        if child.restart_at is not None:
            if now >= child.restart_at:
                child.start()
            return
        code = child.ended()
        if code is None:
            return
        child.signal_group(signal.SIGKILL)  # what it left behind
        child.deaths = 1 if now - child.started_at > STEADY_AFTER_SECONDS else child.deaths + 1
        wait = RESTART_AFTER_SECONDS[min(child.deaths, len(RESTART_AFTER_SECONDS)) - 1]
        child.restart_at = now + wait
        self.say(f"The {child.name} ended ({_in_words(code)}); starting it again in {wait:g} s.")

    def stop(self) -> None:
        """Stop everything: politely, and after the grace by force, down to the last descendant."""
        self.stopping = True
        for child in self.children:
            child.ask_to_stop()
        end = time.monotonic() + GRACE_SECONDS
        while self._alive() and time.monotonic() < end:
            time.sleep(LOOK_EVERY_SECONDS / 4)
        self._kill()

    def _alive(self) -> bool:
        return any(child.process and child.process.poll() is None for child in self.children)

    def _kill(self) -> None:
        for child in self.children:
            child.signal_group(signal.SIGKILL)
        for child in self.children:
            if child.process:
                child.process.wait()
        end = time.monotonic() + BURIAL_SECONDS
        while time.monotonic() < end and not all(child.group_is_gone() for child in self.children):
            time.sleep(LOOK_EVERY_SECONDS / 10)


def _in_words(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
