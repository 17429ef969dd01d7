"""Search in the inbox, by index on PostgreSQL; and what was read before there were marks of it.

A message carries the words of its text together with its two readers (``@12``), which no text is ever split into: one
index answers words and reader together. A seat carries the words of the other one's name, each behind the seat's own
member (``12:ana``), so that the beginning of a name is looked up among that member's conversations alone. Triggers keep
both, whatever way a row is written; a member who takes another name moves along. SQLite asks the tables themselves.
"""

from typing import Any

from django.db import migrations

READ = """
    UPDATE offers_seat SET read_to = COALESCE(
        (SELECT max(m.id) FROM offers_message m WHERE m.conversation_id = offers_seat.conversation_id), 0)
    WHERE unread = 0
"""
FORWARDS = (
    "ALTER TABLE offers_message ADD COLUMN search tsvector",
    "ALTER TABLE offers_seat ADD COLUMN names tsvector",
    """
    CREATE FUNCTION offers_message_vector(talk uuid, kind text, body text) RETURNS tsvector LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN kind <> 'text' OR body = '' THEN NULL
            ELSE to_tsvector('pg_catalog.english', body)
                || (SELECT array_to_tsvector(ARRAY['@' || low_id, '@' || high_id])
                    FROM offers_conversation WHERE id = talk) END
    $$
    """,
    """
    CREATE FUNCTION offers_keep_message_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.search := offers_message_vector(NEW.conversation_id, NEW.kind, NEW.body);
        RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION offers_names_vector(talk uuid, member bigint) RETURNS tsvector LANGUAGE sql STABLE AS $$
        SELECT array_to_tsvector(array_agg(DISTINCT member || ':' || word))
        FROM offers_conversation c
        JOIN accounts_user u ON u.id = CASE WHEN c.low_id = member THEN c.high_id ELSE c.low_id END,
        regexp_split_to_table(lower(concat_ws(' ', u.display_name, u.handle)), '[[:space:][:punct:]]+') word
        WHERE c.id = talk AND word <> ''
    $$
    """,
    """
    CREATE FUNCTION offers_keep_seat_names() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.names := offers_names_vector(NEW.conversation_id, NEW.user_id);
        RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION offers_member_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE offers_seat SET names = offers_names_vector(conversation_id, user_id)
        WHERE user_id <> NEW.id
            AND conversation_id IN (SELECT id FROM offers_conversation WHERE low_id = NEW.id
                                    UNION ALL SELECT id FROM offers_conversation WHERE high_id = NEW.id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER message_keeps_its_search_vector
    BEFORE INSERT OR UPDATE OF body, kind, conversation_id ON offers_message
    FOR EACH ROW EXECUTE FUNCTION offers_keep_message_search()
    """,
    """
    CREATE TRIGGER seat_keeps_the_names_of_the_other
    BEFORE INSERT OR UPDATE OF conversation_id, user_id ON offers_seat
    FOR EACH ROW EXECUTE FUNCTION offers_keep_seat_names()
    """,
    """
    CREATE TRIGGER seats_follow_a_member_who_is_renamed
    AFTER UPDATE OF display_name, handle ON accounts_user
    FOR EACH ROW WHEN ((OLD.display_name, OLD.handle) IS DISTINCT FROM (NEW.display_name, NEW.handle))
    EXECUTE FUNCTION offers_member_renamed()
    """,
    # what is there already
    "UPDATE offers_message SET search = offers_message_vector(conversation_id, kind, body)",
    "UPDATE offers_seat SET names = offers_names_vector(conversation_id, user_id)",
    # without a list of things still to be indexed, which every search would have to walk
    "CREATE INDEX message_search ON offers_message USING gin (search) WITH (fastupdate = off)",
    "CREATE INDEX seat_names ON offers_seat USING gin (names) WITH (fastupdate = off)",
)
BACKWARDS = (
    "DROP TRIGGER seats_follow_a_member_who_is_renamed ON accounts_user",
    "DROP TRIGGER seat_keeps_the_names_of_the_other ON offers_seat",
    "DROP TRIGGER message_keeps_its_search_vector ON offers_message",
    "ALTER TABLE offers_seat DROP COLUMN names",
    "ALTER TABLE offers_message DROP COLUMN search",
    (
        "DROP FUNCTION offers_member_renamed(), offers_keep_seat_names(), offers_names_vector(uuid, bigint),"
        " offers_keep_message_search(), offers_message_vector(uuid, text, text)"
    ),
)


def forwards(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in FORWARDS:
            schema_editor.execute(statement, params=None)


def backwards(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in BACKWARDS:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0003_inbox"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(READ, migrations.RunSQL.noop),
        migrations.RunPython(forwards, backwards),
    ]
