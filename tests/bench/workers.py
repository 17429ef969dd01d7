"""Processes of ours that are told by lines what to do, and answer by lines."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO


class Worker:
    """The other end of a module such as ``tests.bench.closing``."""

    def __init__(self, module: str) -> None:
        """Start it, and wait until it is ready."""
        command = [sys.executable, "-W", "ignore::UserWarning", "-m", module]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, text=True, bufsize=1, stdin=pipe, stdout=pipe)
        self.hear()

    def tell(self, words: str) -> None:
        """Let it begin."""
        _pipe(self.process.stdin).write(f"{words}\n")

    def stop(self) -> str:
        """Let it end at once; what it answers. Raises RuntimeError when it died."""
        self.process.send_signal(signal.SIGINT)
        return self.hear()

    def hear(self) -> str:
        """Its next line. Raises RuntimeError when it died."""
        line = _pipe(self.process.stdout).readline()
        if not line:
            raise RuntimeError(f"a worker ended with code {self.process.wait(timeout=10)}")
        return line.strip()

    def leave(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.communicate(timeout=10)


@contextmanager
def at_hand(module: str, count: int) -> Iterator[list[Worker]]:
    """So many of them, ended at the end."""
    with ExitStack() as stack:
        started = [Worker(module) for _ in range(count)]
        for worker in started:
            stack.callback(worker.leave)
        yield started


def _pipe(end: IO[str] | None) -> IO[str]:
    if end is None:
        raise RuntimeError("the worker was started without pipes")
    return end
