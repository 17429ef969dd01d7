"""``make run``: the whole site with one command, on this machine.

Prepares the data folder, starts the web server, a Celery worker and beat, prints the address, restarts what
dies and stops everything on Ctrl-C or TERM. Without REDIS_URL the worker carries beat inside and reads the
broker of files.
"""

import fcntl
import http
import http.client
import os
import socket
import sys
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.supervisor import Child, Supervisor

LOOPBACK = "127.0.0.1"
LOOPBACK_6 = "::1"
READY_WITHIN_SECONDS = 60.0
DEMO_PEOPLE = (
    "seller@demo.test",
    "seller2@demo.test",
    "buyer@demo.test",
    "buyer2@demo.test",
    "staff@demo.test",
    "support@demo.test",
    "moderation@demo.test",
    "finance@demo.test",
)
DEMO_PASSWORD = "milepost-demo"  # noqa: S105 - printed for everybody, in demo mode only


class CannotStart(Exception):  # noqa: N818 - reads as what it says
    """A sentence for the person at the console."""


def say(text: str) -> None:
    """One line on the console, at once."""
    print(text, flush=True)


def main() -> int:
    """Run until stopped. Returns the exit code: 0 after a stop, 1 when the site could not start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    supervisor = Supervisor(say)
    supervisor.listen()
    try:
        data = Path(settings.DATA_DIR)  # reads the settings, and with them .env
        port = _port(os.environ.get("PORT", "8000"))
        addresses = _free_addresses(port)
        with _only_one(data):
            return _serve(supervisor, port, addresses)
    except (CannotStart, ImproperlyConfigured) as error:
        say(f"Milepost cannot start: {error}")
    except ValueError as error:
        say(f"Milepost cannot start, a variable (.env.example has them all) cannot be read: {error}")
    return 1


def _serve(supervisor: Supervisor, port: int, addresses: list[str]) -> int:
    try:
        if supervisor.run_step("preparation", _python("manage.py", "prepare")):
            raise CannotStart("the preparation failed, its words are above.")
        if not supervisor.stopping:
            say("Starting the web server, the worker and beat")
            supervisor.start(_processes(addresses))
            _announce(supervisor, port)
        supervisor.keep()
        say("\nStopping")
    finally:
        supervisor.stop()
    say("Stopped.")
    return 0


def _announce(supervisor: Supervisor, port: int) -> None:
    if supervisor.wait_until(lambda: _answers(port), READY_WITHIN_SECONDS):
        say(f"\nMilepost is ready: http://localhost:{port}")
        if settings.DEMO:
            say(f"Demo sign-ins, all with the password {DEMO_PASSWORD}:")
            say("\n".join(f"  {email}" for email in DEMO_PEOPLE))
        say("Ctrl-C stops it.\n")
    elif not supervisor.stopping:
        raise CannotStart("the web server does not answer, its words are above.")


def _processes(addresses: list[str]) -> list[Child]:
    if settings.REDIS_URL:
        return [_web(addresses), _worker("--pool=prefork"), Child("beat", _celery("beat"))]
    return [_web(addresses), _worker("--pool=threads", "--beat")]


def _web(addresses: list[str]) -> Child:
    binds = [f"--bind={address}" for address in addresses]
    threads = os.environ.get("WEB_THREADS", "4")
    options = ["--worker-class=gthread", "--workers=1", f"--threads={threads}", "--log-level=warning"]
    limits = ["--timeout=60", "--graceful-timeout=4", "--no-control-socket"]
    return Child(
        "web server", _python("-m", "gunicorn", *binds, *options, *limits, "config.wsgi:application")
    )


def _worker(*options: str) -> Child:
    threads = os.environ.get("WORKER_THREADS", "2")
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return Child("worker", _celery("worker", f"--concurrency={threads}", *quiet, *options))


def _celery(command: str, *options: str) -> list[str]:
    calm = (
        "ignore:You're running the worker with superuser"  # it takes JSON only, the warning is about pickle
    )
    return _python(
        "-W", calm, "-m", "celery", "--quiet", "--app=config.celery", command, "--loglevel=WARNING", *options
    )


def _python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 2**16:
        raise CannotStart(f"PORT={text!r} is no port.")
    return int(text)


def _free_addresses(port: int) -> list[str]:
    """Where to listen.

    Both loopback addresses when the machine has both. Raises CannotStart when somebody is there.
    """
    _try_to_bind(socket.AF_INET, LOOPBACK, port)
    if not _has_ipv6():
        return [f"{LOOPBACK}:{port}"]
    _try_to_bind(socket.AF_INET6, LOOPBACK_6, port)
    return [f"{LOOPBACK}:{port}", f"[{LOOPBACK_6}]:{port}"]


def _try_to_bind(family: socket.AddressFamily, address: str, port: int) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except PermissionError as error:
            raise CannotStart(f"port {port} is only for root; take another: PORT=8001 make run") from error
        except OSError as error:
            raise CannotStart(
                f"port {port} is already in use; take another: PORT={port + 1} make run"
            ) from error


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind((LOOPBACK_6, 0))
    except OSError:
        return False
    return True


def _only_one(data: Path) -> IO[str]:
    """Hold the data folder while running: two schedules over one folder would do everything twice."""
    holder = (data / "serve.lock").open("a")
    try:
        fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder.close()
        raise CannotStart(f"it runs already on {data}; for a second one set DATA_DIR.") from error
    return holder


def _answers(port: int) -> bool:
    """Whether the web server answers its health page; any answer but a fault is one."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=2)
    try:
        connection.request("GET", "/health/live/")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
