"""The bench's own PostgreSQL databases: made beside the one that the address names, dropped at the end."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"
PREFIX = "milepost_bench_"
CONNECT_SECONDS = 3


class NoServer(Exception):  # noqa: N818 - reads as what it says
    """There is no PostgreSQL to measure on; the sentence says what was tried."""


def server() -> str:
    """The address of a PostgreSQL on which databases may be made: DATABASE_URL, else the local one.

    Raises NoServer.
    """
    given = os.environ.get("DATABASE_URL", "")
    address = given if given.startswith(("postgres://", "postgresql://")) else LOCAL
    try:
        with _administer(address) as connection:
            may = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            )
            row = may.fetchone()
    except psycopg.OperationalError as error:
        where = (
            "where DATABASE_URL points"
            if address == given
            else "at 127.0.0.1:5432, and DATABASE_URL names none"
        )
        raise NoServer(f"There is no PostgreSQL {where}: {str(error).strip()}") from error
    if row is None or not row[0]:
        raise NoServer("PostgreSQL is there, but this user may not make databases (ALTER USER … CREATEDB).")
    return address


@contextmanager
def fresh(address: str, template: str = "") -> Iterator[str]:
    """A database of our own, a copy of ``template`` (an address) when given; gives its address."""
    name = PREFIX + secrets.token_hex(4)
    source = sql.Identifier(name_of(template) if template else "template1")
    with _administer(address) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), source))
    try:
        yield urlsplit(address)._replace(path=f"/{name}").geturl()
    finally:
        with _administer(address) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


def name_of(address: str) -> str:
    """The database's name in an address."""
    return urlsplit(address).path.lstrip("/")


def version(address: str) -> str:
    """``PostgreSQL 15.20``."""
    with _administer(address) as connection:
        return (
            f"PostgreSQL {connection.info.server_version // 10_000}.{connection.info.server_version % 10_000}"
        )


def _administer(address: str) -> psycopg.Connection:
    return psycopg.connect(address, autocommit=True, connect_timeout=CONNECT_SECONDS)
