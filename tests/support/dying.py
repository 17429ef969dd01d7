"""Runs one call in a process of its own that dies, without a word, at a chosen moment.

``python -m tests.support.dying <function> <argument> <class:method> <before|after>``; the exit code says that it died.
"""

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from django.db import connection

DIED = 86
ROOT = Path(__file__).resolve().parents[2]


def run_and_die(function: str, argument: object, *, at: str, moment: str) -> None:
    """Call ``package.module:function(UUID)`` on the test database in a process that is killed at ``class:method``."""
    command = [sys.executable, "-m", "tests.support.dying", function, str(argument), at, moment]
    environment = {**os.environ, "DATABASE_URL": _database_url(), "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=False, capture_output=True, timeout=60, text=True
    )
    assert done.returncode == DIED, done.stderr


def _database_url() -> str:
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    place = f"{known['HOST']}:{known['PORT']}" if known["PORT"] else known["HOST"]
    return f"postgres://{known['USER']}:{known['PASSWORD']}@{place}/{known['NAME']}"


def _dying(method: Any, moment: str) -> Any:
    def replacement(*args: Any, **kwargs: Any) -> Any:
        if moment == "after":
            method(*args, **kwargs)
        os._exit(DIED)

    return replacement


def _resolve(path: str) -> tuple[Any, str]:
    module, name = path.split(":")
    *classes, last = name.split(".")
    owner: Any = importlib.import_module(module)
    for one in classes:
        owner = getattr(owner, one)
    return owner, last


def main() -> None:
    """The other process."""
    function, argument, at, moment = sys.argv[1:]
    django.setup()
    owner, name = _resolve(at)
    setattr(owner, name, _dying(getattr(owner, name), moment))
    module, called = _resolve(function)
    getattr(module, called)(UUID(argument))


if __name__ == "__main__":
    main()
