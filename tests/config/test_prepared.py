"""Statements that a connection is sent again and again are prepared there, and nobody can tell but by the time."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.shared import clock
from config.shared.errors import Refusal
from config.shared.models import Command, Outbox
from config.shared.prepared import USUAL, Sending, in_one_message
from config.shared.rows import change_rows, insert_rows

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="only PostgreSQL prepares: set DATABASE_URL"
    ),
]
ODD = ["plain", "it's", 'say "so"', "100 %s %%", "{0} $1 \\\\ ;", "EXECUTE it; COMMIT", "", "ä€😀", "\n\t"]


class Taken(Refusal):
    """The key is in use."""


@pytest.fixture(autouse=True)
def _a_new_connection() -> None:
    connection.close()


def command(user: User, name: str) -> dict[str, Any]:
    return {"key": uuid.uuid4(), "actor_id": user.pk, "name": name, "outcome": {}, "created_at": clock.now()}


def effect(text: str, n: int) -> dict[str, Any]:
    """A row with every type that is written so, and what is null in every second one."""
    now = clock.now()
    moments = {"created_at": now, "due_at": now, "claimed_until": now if n % 2 else None, "done_at": None}
    key = f"key {n}" if n % 2 else None
    told = {"kind": text[:60], "last_error": text, "payload": {"text": text, "n": n, "none": None}}
    return {"id": uuid.uuid4(), "key": key, "tries": n, **moments, **told}


def prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements ORDER BY prepare_time")
        return [name for (name,) in cursor.fetchall()]


def test_what_is_sent_often_is_only_named(buyer: User) -> None:
    with CaptureQueriesContext(connection) as sent:
        for number in range(USUAL + 2):
            insert_rows(Command, command(buyer, f"number {number}"))
    first = [query["sql"].partition(" ")[0] for query in sent.captured_queries]
    assert first == ["INSERT"] * USUAL + ["EXECUTE"] * 2
    (name,) = prepared()
    assert name.startswith("insert_into_shared_command")
    assert Command.objects.count() == USUAL + 2


def test_every_value_arrives_as_before() -> None:
    rows = [effect(text, n) for n, text in enumerate(ODD * 2)]
    for row in rows:
        insert_rows(Outbox, row)
    assert prepared()
    kept = {one["id"]: one for one in Outbox.objects.values(*rows[0])}
    assert kept == {row["id"]: row for row in rows}
    later = {"due_at": clock.now() + timedelta(days=1), "last_error": ODD[1], "payload": {"text": ODD[4]}}
    for row in rows:
        change_rows(Outbox, {"id": row["id"], "tries": row["tries"], "done_at": None}, later, must=1)
    assert [*Outbox.objects.values(*later).distinct()] == [later]


def test_another_connection_prepares_for_itself(buyer: User) -> None:
    for number in range(USUAL + 1):
        insert_rows(Command, command(buyer, f"number {number}"))
    assert prepared()
    connection.close()
    insert_rows(Command, command(buyer, "on a new one"))
    assert not prepared()
    assert Command.objects.count() == USUAL + 2


def test_a_rollback_forgets_the_rows_and_not_the_statement(buyer: User) -> None:
    for number in range(USUAL):
        insert_rows(Command, command(buyer, f"number {number}"))
    with transaction.atomic():
        insert_rows(Command, command(buyer, "taken back"))
        transaction.set_rollback(True)
    insert_rows(Command, command(buyer, "kept"))
    assert len(prepared()) == 1
    assert (
        Command.objects.filter(name__in=["taken back", "kept"]).values_list("name", flat=True).get() == "kept"
    )


def test_a_refusal_is_told_in_the_same_words(buyer: User) -> None:
    row = command(buyer, "first")
    insert_rows(Command, row)
    for _ in range(USUAL + 2):
        with pytest.raises(Taken):
            insert_rows(Command, row, taken=Taken)
    assert prepared()


def test_a_table_that_changes_is_planned_anew(buyer: User) -> None:
    for number in range(USUAL + 1):
        insert_rows(Command, command(buyer, f"number {number}"))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE shared_command ADD COLUMN extra text NOT NULL DEFAULT 'given'")
        try:
            insert_rows(Command, command(buyer, "after"))
            cursor.execute("SELECT extra FROM shared_command WHERE name = 'after'")
            assert cursor.fetchone() == ("given",)
        finally:
            cursor.execute("ALTER TABLE shared_command DROP COLUMN extra")
    insert_rows(Command, command(buyer, "as it was"))
    assert Command.objects.count() == USUAL + 3


def test_what_cannot_be_prepared_is_refused_and_not_remembered() -> None:
    broken = Sending("SELECT nothing FROM nowhere WHERE it = %s", [1])
    for _ in range(USUAL):
        in_one_message([broken])
    for _ in range(2):
        with pytest.raises(DatabaseError, match="nowhere"):
            in_one_message([broken])
    assert not prepared()
