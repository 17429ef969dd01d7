"""Statements that travel together, and rows that are written many at a time."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from config.shared import arrays, clock, outbox
from config.shared.errors import Refusal, Stale
from config.shared.models import Command, Outbox
from config.shared.rows import FEW, Each, change_rows, insert_rows, together

pytestmark = pytest.mark.django_db

POSTGRESQL = connection.vendor == "postgresql"


class Taken(Refusal):
    """The key is in use."""


def command(user: User, key: uuid.UUID, name: str = "first") -> dict[str, Any]:
    return {"key": key, "actor_id": user.pk, "name": name, "outcome": {}, "created_at": clock.now()}


def names() -> list[str]:
    return sorted(Command.objects.values_list("name", flat=True))


def write_together(*steps: Callable[[], object]) -> None:
    """One transaction in which the writes travel together."""
    with transaction.atomic(), together():
        for step in steps:
            step()


def test_what_is_written_together_is_one_message_where_that_saves_a_way(buyer: User) -> None:
    keys = uuid.uuid4(), uuid.uuid4()
    with CaptureQueriesContext(connection) as sent, transaction.atomic(), together():
        insert_rows(Command, command(buyer, keys[0]))
        insert_rows(Command, command(buyer, keys[1], "second"))
        change_rows(Command, {"key": keys[0], "name": "first"}, {"name": "third"}, must=1)
    written = [query for query in sent.captured_queries if "shared_command" in query["sql"]]
    assert len(written) == (1 if POSTGRESQL else 3)
    assert names() == ["second", "third"]


def test_whatever_is_read_inside_finds_what_was_written_before(buyer: User) -> None:
    with transaction.atomic(), together():
        insert_rows(Command, command(buyer, uuid.uuid4()))
        assert names() == ["first"]
        insert_rows(Command, command(buyer, uuid.uuid4(), "second"))
    assert names() == ["first", "second"]


def test_a_row_that_moved_refuses_all_of_it(buyer: User) -> None:
    key = uuid.uuid4()
    with pytest.raises(Stale):
        write_together(
            lambda: insert_rows(Command, command(buyer, key)),
            lambda: change_rows(Command, {"key": key, "name": "other"}, {"name": "third"}, must=1),
            lambda: outbox.put("x", {}),
        )
    assert names() == []
    assert not Outbox.objects.exists()


def test_a_key_that_is_taken_is_told_in_the_words_of_its_write(buyer: User) -> None:
    key = uuid.uuid4()
    insert_rows(Command, command(buyer, key))
    again = command(buyer, key)
    with pytest.raises(Taken):
        write_together(lambda: outbox.put("x", {}), lambda: insert_rows(Command, again, taken=Taken))
    with pytest.raises(IntegrityError):
        write_together(lambda: insert_rows(Command, again))


def test_an_exception_inside_leaves_nothing_waiting(buyer: User) -> None:
    with pytest.raises(ZeroDivisionError):
        write_together(lambda: insert_rows(Command, command(buyer, uuid.uuid4())), lambda: 1 // 0)
    write_together()
    assert names() == []


def test_many_rows_have_each_their_value_and_what_counts_for_all(buyer: User) -> None:
    keys = [uuid.uuid4() for _ in range(3)]
    each = {"key": Each(keys), "name": Each(["a", "b", "c"]), "outcome": Each([{"n": n} for n in range(3)])}
    insert_rows(Command, {**command(buyer, keys[0]), **each})
    assert list(Command.objects.order_by("name").values_list("name", "outcome")) == [
        ("a", {"n": 0}),
        ("b", {"n": 1}),
        ("c", {"n": 2}),
    ]
    change_rows(Command, {"key": Each(keys), "name": Each(["a", "x", "c"])}, {"name": Each(["d", "e", "f"])})
    assert names() == ["b", "d", "f"]
    with pytest.raises(Stale), transaction.atomic():
        change_rows(Command, {"key": Each(keys), "actor_id": buyer.pk + 1}, {"name": "z"}, must=3)


@pytest.mark.parametrize("count", [1, 2, FEW, FEW + 1])
def test_few_rows_are_written_like_many(buyer: User, count: int) -> None:
    keys = [uuid.uuid4() for _ in range(count)]
    each = {"key": Each(keys), "name": Each([f"row {n}" for n in range(count)])}
    insert_rows(
        Command, {**command(buyer, keys[0]), **each, "outcome": Each([{"n": n} for n in range(count)])}
    )
    rows = Command.objects.values_list("key", "name", "outcome", "actor_id")
    assert set(map(repr, rows)) == {repr((key, f"row {n}", {"n": n}, buyer.pk)) for n, key in enumerate(keys)}


def test_no_rows_are_written_for_no_values(buyer: User) -> None:
    insert_rows(Command, {**command(buyer, uuid.uuid4()), "key": Each([])})
    assert names() == []


@pytest.mark.skipif(not POSTGRESQL, reason="arrays are PostgreSQL's: set DATABASE_URL")
@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.none() | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))))
def test_any_text_comes_back_from_an_array_as_it_went(values: Sequence[str | None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::varchar[]", [arrays.literal("varchar(3)", values)])
        assert cursor.fetchone()[0] == values


@pytest.mark.parametrize(
    ("kind", "values", "text"),
    [
        ("bigint", [1, None, -3], "{1,NULL,-3}"),
        ("varchar(20)", ['a"b', "c\\d", "", "NULL", "{,}"], r'{"a\"b","c\\d","","NULL","{,}"}'),
        ("uuid", [uuid.UUID(int=7)], "{00000000000000000000000000000007}"),
        ("jsonb", [{"a": '"'}], r'{"{\"a\": \"\\\"\"}"}'),
    ],
)
def test_an_array_is_written_as_postgresql_reads_it(kind: str, values: list[object], text: str) -> None:
    assert arrays.literal(kind, values) == text
