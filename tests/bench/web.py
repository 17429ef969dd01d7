"""The site under gunicorn as in production behind a proxy: sync workers, one request at a time each."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load import HOST

START_SECONDS = 60.0
STOP_SECONDS = 10.0
KIB = 1024


@dataclass(frozen=True, slots=True)
class Site:
    """A running server: the port, the master's process, seconds from its start to the first answer."""

    port: int
    process: "subprocess.Popen[bytes]"
    first_answer: float

    def workers_mib(self) -> list[float]:
        """The resident memory of each worker, in MiB."""
        return [_resident_kib(pid) / KIB for pid in _children(self.process.pid)]


@contextmanager
def serving(workers: int, first: str, *, ready: bool = True) -> Iterator[Site]:
    """The site on a free port of loopback, once it has answered the address ``first`` with 200.

    Not ``ready``: no page is kept, each is rendered.
    """
    port = _free_port()
    options = ["--worker-class=sync", f"--workers={workers}", f"--bind={HOST}:{port}"]
    options += ["--log-level=error", "--no-control-socket", "--graceful-timeout=2"]
    began = time.perf_counter()
    surroundings = os.environ if ready else os.environ | {"READY_PAGE_SECONDS": "0"}
    command = [sys.executable, "-m", "gunicorn", *options, "config.wsgi:application"]
    process = subprocess.Popen(command, env=surroundings)
    try:
        _wait(process, port, first)
        yield Site(port, process, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=STOP_SECONDS)


def get(port: int, path: str) -> tuple[int, bytes]:
    """One page: status and body."""
    connection = http.client.HTTPConnection(HOST, port, timeout=START_SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _wait(process: "subprocess.Popen[bytes]", port: int, path: str) -> None:
    """Raises RuntimeError when the server ends, answers anything but 200, or does not answer in time."""
    ends = time.perf_counter() + START_SECONDS
    while time.perf_counter() < ends:
        if process.poll() is not None:
            raise RuntimeError(f"the web server ended with code {process.returncode}")
        try:
            status, _ = get(port, path)
        except (OSError, http.client.HTTPException):
            time.sleep(0.01)
            continue
        if status != http.HTTPStatus.OK:
            raise RuntimeError(f"{path} answered {status}")
        return
    raise RuntimeError(f"no answer within {START_SECONDS:.0f} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _children(parent: int) -> list[int]:
    """Processes whose parent this is, read from /proc (fourth field of stat, after the name in brackets)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found


def _resident_kib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1])
