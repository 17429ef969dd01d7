"""Inboxes of 10,000 to 1,000,000 conversations, made by SQL, each in a schema of its own in the same database.

A hundredth of them are the viewer's, who is the first of PEOPLE members; the others are between the rest, each pair
once. Every conversation has one message, and one of the viewer's has TALK of them in every inbox. COMMON stands in one
message of four, RARE in RARE_MESSAGES of the viewer's whatever the size.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import connection, transaction

from tests.bench import markets
from tests.bench.copies import settle_down

PEOPLE = 10_001
FIRST_ID = 20_000_000
VIEWER = FIRST_ID
TALK = 1_000
COMMON, RARE, RARE_MESSAGES = "poster", "zeppelin", 20
OPEN = UUID(int=1)
TABLES = ("offers_conversation", "offers_seat", "offers_message")
SPREAD = 9_000

_PEOPLE = f"""
INSERT INTO accounts_user (id, password, is_superuser, email, handle, display_name, bio, country, languages, time_zone,
    picture, is_active, is_staff, mail_off, joined_at, suspended_reason, rating_sum, rating_count)
OVERRIDING SYSTEM VALUE
SELECT {FIRST_ID} + n, '!', false, 'talker-' || n || '@example.test', 'talker-' || n, 'Talker Number' || n, '', '',
    '[]', 'UTC', '', true, false, '[]', now(), '', 0, 0
FROM generate_series(0, {PEOPLE}) n
"""
_TALKS = f"""
INSERT INTO offers_conversation (id, low_id, high_id, snippet, created_at)
SELECT CASE n WHEN 1 THEN '{OPEN}'::uuid ELSE md5('talk-' || n)::uuid END,
    CASE WHEN n <= %(own)s THEN {VIEWER} ELSE {FIRST_ID} + 1 + n %% {SPREAD} END,
    CASE WHEN n <= %(own)s THEN {FIRST_ID} + n ELSE {FIRST_ID} + 2 + n %% {SPREAD} + n / {SPREAD} END,
    'Words of this conversation', now() - n * interval '1 minute'
FROM generate_series(1, %(size)s) n
"""
_SEATS = """
INSERT INTO offers_seat (conversation_id, user_id, last_at, unread, told, read_to, starred, archived, draft,
    draft_version, names)
SELECT c.id, who, c.created_at, (c.low_id + c.high_id) % 2, false, 0, false, false, '', 0,
    offers_names_vector(c.id, who)
FROM offers_conversation c, unnest(ARRAY[c.low_id, c.high_id]) who
"""
_MESSAGE = """
INSERT INTO offers_message (conversation_id, sender_id, kind, body, url, file_count, created_at, search)
SELECT c.id, c.high_id, 'text', body, '', 0, c.created_at, offers_message_vector(c.id, 'text', body)
"""
_MESSAGES = f"""{_MESSAGE}
FROM offers_conversation c, LATERAL (SELECT 'Can you make the plan of '
    || CASE WHEN hashtext(c.id::text) % 4 = 0 THEN '{COMMON}' ELSE 'house' END || ' number ' || c.high_id
    || CASE WHEN c.low_id = {VIEWER} AND c.high_id <= {FIRST_ID + RARE_MESSAGES} THEN ' {RARE}' ELSE '' END AS body) b
"""
_LONG = f"""{_MESSAGE}
FROM offers_conversation c, LATERAL (SELECT 'More words ' || n AS body FROM generate_series(1, {TALK}) n) b
WHERE c.id = '{OPEN}'
"""


def make(sizes: tuple[int, ...]) -> None:
    """An inbox market of each size; some minutes for a million."""
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE)
        cursor.execute("ANALYZE accounts_user")
    for size in sizes:
        _make_one(size)


@contextmanager
def chosen(size: int) -> Iterator[None]:
    """Everything that is asked for inside finds the conversations of this size."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path TO talks_{size}, public")
        try:
            yield
        finally:
            cursor.execute("RESET search_path")


def moments(place: int) -> datetime:
    """When the viewer's conversation at this place of the list was last written in, in the chosen inbox."""
    with connection.cursor() as cursor:
        sql = "SELECT last_at FROM offers_seat WHERE user_id = %s ORDER BY last_at DESC OFFSET %s LIMIT 1"
        cursor.execute(sql, [VIEWER, place])
        return cast("tuple[datetime]", cursor.fetchone())[0]


def _make_one(size: int) -> None:
    home = f"talks_{size}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {home}")
        for table in TABLES:
            cursor.execute(
                f"CREATE TABLE {home}.{table} (LIKE public.{table} INCLUDING ALL EXCLUDING INDEXES)"
            )
        for setting in ("synchronous_commit = off", "maintenance_work_mem = '512MB'"):
            cursor.execute(f"SET LOCAL {setting}")
        cursor.execute(f"SET LOCAL search_path TO {home}, public")
        cursor.execute(_TALKS, {"own": max(size // 100, RARE_MESSAGES), "size": size})
        markets.index(home, "offers_conversation")
        cursor.execute("ANALYZE offers_conversation")
        cursor.execute(_SEATS)
        cursor.execute(_MESSAGES)
        cursor.execute(_LONG)
        for table in TABLES[1:]:
            markets.index(home, table)
    settle_down([f"{home}.{table}" for table in TABLES])
