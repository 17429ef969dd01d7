"""Search and filters over very many gigs.

On PostgreSQL every gig gets a vector of its words, of its trade, of where its seller is and what the seller speaks,
and none while its seller is not in good standing, so that a search needs no look at the members. Triggers keep it, so
that it is right whatever way a row is written: by an operation, the admin, a load by SQL, a member who moves, a trade
renamed. Places are lexemes of their own in the same vector (``@country=si``), which no text of a member is ever split
into: one index answers words and places together. SQLite asks the tables themselves.
"""

from typing import Any

from django.db import migrations, models
from django.db.models import F, Q

FORWARDS = (
    "ALTER TABLE gigs_gig ADD COLUMN search tsvector",
    # long descriptions are moved out of the row before this column is: walking an index reads it in every row
    "ALTER TABLE gigs_gig ALTER COLUMN search SET STORAGE MAIN",
    # how common three thousand words are, not one; below that a word is rare enough
    "ALTER TABLE gigs_gig ALTER COLUMN search SET STATISTICS 300",
    # starting helpers takes longer than any page's query
    "ALTER TABLE gigs_gig SET (parallel_workers = 0)",
    """
    CREATE FUNCTION gigs_search_vector(title text, tags jsonb, description text, trade bigint, member bigint)
    RETURNS tsvector LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN EXISTS (SELECT FROM accounts_user
                                 WHERE id = member AND is_active AND suspended_at IS NULL) THEN
            setweight(to_tsvector('pg_catalog.english', title), 'A')
            || setweight(to_tsvector('pg_catalog.english', concat_ws(' ',
                (SELECT name FROM gigs_subcategory WHERE id = trade),
                CASE WHEN jsonb_typeof(tags) = 'array'
                     THEN (SELECT string_agg(tag, ' ') FROM jsonb_array_elements_text(tags) tag) END)), 'B')
            || setweight(to_tsvector('pg_catalog.english', description), 'C')
            || array_to_tsvector(ARRAY(SELECT '@' || kind || '=' || code FROM gigs_places_of(member)))
        END
    $$
    """,
    """
    CREATE FUNCTION gigs_keep_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.search := gigs_search_vector(NEW.title, NEW.tags, NEW.description, NEW.subcategory_id, NEW.seller_id);
        RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION gigs_note_places(member bigint) RETURNS void LANGUAGE sql AS $$
        INSERT INTO gigs_sellerplace (kind, code)
        SELECT p.kind, p.code FROM gigs_places_of(member) p
        WHERE NOT EXISTS (SELECT FROM gigs_sellerplace s WHERE s.kind = p.kind AND s.code = p.code)
        ON CONFLICT DO NOTHING
    $$
    """,
    """
    CREATE FUNCTION gigs_keep_places() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM gigs_note_places(NEW.seller_id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION gigs_member_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE gigs_gig
        SET search = gigs_search_vector(title, tags, description, subcategory_id, seller_id)
        WHERE seller_id = NEW.id;
        IF EXISTS (SELECT FROM gigs_gig WHERE seller_id = NEW.id AND state = 'active') THEN
            PERFORM gigs_note_places(NEW.id);
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION gigs_trade_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE gigs_gig
        SET search = gigs_search_vector(title, tags, description, subcategory_id, seller_id)
        WHERE subcategory_id = NEW.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER gig_keeps_its_search_vector
    BEFORE INSERT OR UPDATE OF title, tags, description, subcategory_id, seller_id ON gigs_gig
    FOR EACH ROW EXECUTE FUNCTION gigs_keep_search()
    """,
    """
    CREATE TRIGGER gig_notes_the_places_of_its_seller
    AFTER INSERT OR UPDATE OF state, seller_id ON gigs_gig
    FOR EACH ROW WHEN (NEW.state = 'active') EXECUTE FUNCTION gigs_keep_places()
    """,
    """
    CREATE TRIGGER gigs_follow_their_seller
    AFTER UPDATE OF country, languages, is_active, suspended_at ON accounts_user
    FOR EACH ROW WHEN ((OLD.country, OLD.languages, OLD.is_active, OLD.suspended_at IS NULL)
        IS DISTINCT FROM (NEW.country, NEW.languages, NEW.is_active, NEW.suspended_at IS NULL))
    EXECUTE FUNCTION gigs_member_changed()
    """,
    """
    CREATE TRIGGER gigs_follow_their_trade
    AFTER UPDATE OF name ON gigs_subcategory
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION gigs_trade_renamed()
    """,
    # what is there already
    "UPDATE gigs_gig SET search = gigs_search_vector(title, tags, description, subcategory_id, seller_id)",
    "SELECT gigs_note_places(seller_id) FROM (SELECT DISTINCT seller_id FROM gigs_gig WHERE state = 'active') s",
    # without a list of things still to be indexed, which every search would have to walk
    "CREATE INDEX gig_search ON gigs_gig USING gin (search) WITH (fastupdate = off) WHERE state = 'active'",
)
PLACES_OF = """
    CREATE FUNCTION gigs_places_of(member bigint) RETURNS TABLE (kind text, code text) LANGUAGE sql STABLE AS $$
        SELECT 'country', lower(country) FROM accounts_user WHERE id = member AND country <> ''
        UNION ALL
        SELECT 'language', lower(spoken)
        FROM accounts_user, jsonb_array_elements_text(
            CASE WHEN jsonb_typeof(languages) = 'array' THEN languages ELSE '[]' END) spoken
        WHERE id = member AND spoken <> ''
    $$
"""
BACKWARDS = (
    "DROP TRIGGER gigs_follow_their_trade ON gigs_subcategory",
    "DROP TRIGGER gigs_follow_their_seller ON accounts_user",
    "DROP TRIGGER gig_notes_the_places_of_its_seller ON gigs_gig",
    "DROP TRIGGER gig_keeps_its_search_vector ON gigs_gig",
    "ALTER TABLE gigs_gig DROP COLUMN search",
    "ALTER TABLE gigs_gig RESET (parallel_workers)",
    """
    DROP FUNCTION gigs_trade_renamed(), gigs_member_changed(), gigs_keep_places(), gigs_note_places(bigint),
        gigs_keep_search(), gigs_search_vector(text, jsonb, text, bigint, bigint), gigs_places_of(bigint)
    """,
)


def forwards(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in (PLACES_OF, *FORWARDS):
            schema_editor.execute(statement, params=None)


def backwards(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in BACKWARDS:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("gigs", "0006_seed_templates"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="gig",
            name="rating_mark",
            field=models.GeneratedField(
                db_persist=True,
                expression=(F("rating_sum") * 1_000 + 15_000) / (F("rating_count") + 5),
                help_text="Thousandths of a star, as if five reviewers had given 3: one kind review is no proof.",
                output_field=models.IntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="gig",
            index=models.Index(
                condition=Q(("state", "active")), fields=["-rating_mark", "-id"], name="gig_best_rated"
            ),
        ),
        migrations.CreateModel(
            name="SellerPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("country", "Country"), ("language", "Language")], max_length=8
                    ),
                ),
                ("code", models.CharField(max_length=3)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "code"), name="one_row_per_place"),
                    models.CheckConstraint(
                        condition=Q(("kind__in", ["country", "language"])), name="kind_of_place_is_known"
                    ),
                ]
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
