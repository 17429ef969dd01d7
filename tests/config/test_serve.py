"""``make run`` for real: from an empty folder to a site that is ready, and down to nothing again."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.config.test_supervisor import members

READY_WITHIN_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "DEMO": "0",
    }
    environment.pop("DATABASE_URL", None)
    environment.pop("REDIS_URL", None)
    return subprocess.Popen(
        [sys.executable, "-m", "config.serve"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def status_of(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def wait_until_ready(port: int) -> None:
    end = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < end:
        if status_of(port, "/health/ready/") == 200:
            return
        time.sleep(0.3)
    pytest.fail("the site was never ready")


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_becomes_ready_and_leaves_no_process_behind(tmp_path: Path) -> None:
    port = free_port()
    with start(tmp_path, port) as site:
        try:
            wait_until_ready(port)
            groups = children_of(site.pid)
            assert len(groups) == 2
            site.send_signal(signal.SIGTERM)
            words, _ = site.communicate(timeout=15)
        finally:
            site.kill()
    assert site.returncode == 0, words
    assert f"Milepost is ready: http://localhost:{port}" in words
    assert words.endswith("Stopped.\n")
    assert [members(group) for group in groups] == [[], []]


def test_says_that_a_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with start(tmp_path, port) as site:
            words, _ = site.communicate(timeout=30)
    assert site.returncode == 1
    assert words.startswith(f"Milepost cannot start: port {port} is already in use")
