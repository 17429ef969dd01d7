"""One migrated database, made once and kept: every worker of every run gets a copy, until the sources change.

Migrating takes longer than most test files. ``--reuse-db`` is pytest-django's own and knows nothing of this.
"""

import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.creation import BaseDatabaseCreation

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".pytest_cache" / "database"
SOURCES = ("config", "accounts", "gigs", "offers", "orders")
"""Migrations read rules, operations and texts, and the permissions follow the models: all of it counts."""


def copy_from_now_on() -> None:
    """Whoever asks Django for the test database gets a copy of the migrated one."""
    creation: Any = connections[DEFAULT_DB_ALIAS].creation

    def create_test_db(*_: object, **__: object) -> str:
        name = str(creation._get_test_db_name())
        with _alone():
            _COPIES[creation.connection.vendor](creation, name)
        _use(creation, name)
        return name

    creation.create_test_db = create_test_db


def _fingerprint() -> str:
    files = [
        path
        for package in SOURCES
        for path in sorted((ROOT / package).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    whole = hashlib.sha256(sqlite3.sqlite_version.encode())
    for path in [ROOT / "requirements-dev.txt", *files]:
        whole.update(b"%s\0%s\0" % (str(path.relative_to(ROOT)).encode(), path.read_bytes()))
    return whole.hexdigest()


FINGERPRINT = _fingerprint()
"""Of all that a migrated database follows from, as it stood when this process read it."""


@contextmanager
def _alone() -> Iterator[None]:
    """One worker makes it, the others wait and copy."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copy_file(creation: Any, name: str) -> None:
    kept = FOLDER / f"{FINGERPRINT}.sqlite3"
    if kept.exists():
        shutil.copy(kept, name)
        return
    for old in FOLDER.glob("*.sqlite3*"):
        old.unlink()
    _migrate(creation, name)
    shutil.copy(name, kept.with_suffix(".new"))
    kept.with_suffix(".new").rename(kept)


def _copy_on_server(creation: Any, name: str) -> None:
    seed = f"{creation.connection.settings_dict['NAME']}_migrated"
    with creation._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [seed]
        )
        if cursor.fetchone() != (FINGERPRINT,):
            cursor.execute(f'DROP DATABASE IF EXISTS "{seed}"')
            _migrate(creation, seed)
            cursor.execute(f"""COMMENT ON DATABASE "{seed}" IS '{FINGERPRINT}'""")
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{seed}"')


def _migrate(creation: Any, name: str) -> None:
    """Django's own way to make a test database; nobody is connected to it afterwards."""
    test = creation.connection.settings_dict["TEST"]
    before, usual = creation.connection.settings_dict["NAME"], test["NAME"]
    test["NAME"] = name
    try:
        BaseDatabaseCreation.create_test_db(creation, verbosity=0, autoclobber=True, serialize=False)
    finally:
        test["NAME"] = usual
        _use(creation, before)


def _use(creation: Any, name: str) -> None:
    creation.connection.close()
    settings.DATABASES[creation.connection.alias]["NAME"] = name
    creation.connection.settings_dict["NAME"] = name


_COPIES = {"sqlite": _copy_file, "postgresql": _copy_on_server}
