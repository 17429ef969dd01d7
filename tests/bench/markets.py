"""Markets of 10,000 to 1,000,000 live gigs, made by SQL, each in a schema of its own in the same database.

The words follow Zipf's law: word ``k`` is drawn with a share of about ``1 / (k ln VOCABULARY)``. Titles and sentences
are drawn from pools; the text of a gig is about 100 words long. Sellers have five gigs each, live in forty countries of
very different sizes, and speak the language of their country, four of five of them English too. The rarest word stands
in ``RARE_GIGS`` gigs whatever the size, evenly spread, so that its growth is that of the index alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from gigs.models import Gig
from tests.bench.copies import settle_down

COMMON, MIDDLING, RARE = "poster", "walden", "zeppelin"
"""In about one gig of four; in about one of three hundred; in RARE_GIGS."""
RARE_GIGS = 20
COUNTRY, LANGUAGE = "SI", "sl"
VOCABULARY = 20_000
TITLES, SENTENCES = 50_000, 20_000
GIGS_OF_A_SELLER = 5
FIRST_ID = 10_000_000
PARTS = 8
TABLES = ("accounts_user", "gigs_gig", "gigs_sellerplace")

_PLACES = f"""
INSERT INTO gigs_sellerplace (id, kind, code) SELECT row_number() OVER (), kind, code
FROM (SELECT DISTINCT p.kind, p.code FROM accounts_user u, gigs_places_of(u.id) p WHERE u.id <= {FIRST_ID} + 1000) d
"""
WORDS = (
    "design logo plan business video brand website content social media marketing animation music product market"
    " data app desktop game story script research report photo editing voice audio print style guide drawing"
    " poster banner email campaign strategy pitch finance budget album mix master melody lyrics track podcast"
)
COUNTRIES = (
    "US IN GB DE PK BD UA FR ES IT PL NL BR CA AU RO TR NG PH ID EG MA KE LK VN RS AR MX PT SE GR HU CZ BG HR AT"
    " SI FI DK EE"
)
TONGUES = (
    "en hi en de ur bn uk fr es it pl nl pt en en ro tr yo fil id ar ar sw si vi sr es es pt sv el hu cs bg hr de"
    " sl fi da et"
)

_DRAW = f"least({VOCABULARY}, 1 + floor(exp(random() * ln({VOCABULARY})))::int)"
_POOL = """
CREATE UNLOGGED TABLE {table} AS SELECT n AS id, string_agg(word, ' ') AS text
FROM (SELECT n, {draw} AS k FROM generate_series(1, {count}) n, generate_series(1, {words})) d
JOIN bench_words USING (k) GROUP BY n
"""
_WORDS = f"""
CREATE UNLOGGED TABLE bench_words AS
SELECT k, CASE WHEN k = 300 THEN '{MIDDLING}' WHEN k <= cardinality(known) THEN known[k] ELSE
    (SELECT string_agg(substr('bdfgklmnprstvz', 1 + (k * (7 + 2 * i) / (3 + i * i)) % 14, 1)
                       || substr('aeiou', 1 + (k / (i * i)) % 5, 1), '') FROM generate_series(1, 3) i) || k END AS word
FROM generate_series(1, {VOCABULARY}) k, (SELECT string_to_array('{WORDS}', ' ') AS known) w
"""
_SELLERS = f"""
SELECT {{columns}} FROM public.accounts_user s, (
    SELECT n, countries[k] AS home,
        CASE WHEN n % 5 > 0 THEN ARRAY['en', tongues[k]] ELSE ARRAY[tongues[k]] END AS spoken
    FROM (SELECT n, least(40, floor(exp(random() * ln(41)))::int) AS k FROM generate_series(1, {{count}}) n) d,
         (SELECT string_to_array('{COUNTRIES}', ' ') AS countries, string_to_array('{TONGUES}', ' ') AS tongues) c
) r WHERE s.id = {{model}}
"""
_SELLER = {
    "id": f"{FIRST_ID} + n",
    "email": "'seller-' || n || '@example.test'",
    "handle": "'seller-' || n",
    "display_name": "'Seller ' || n",
    "country": "home",
    "languages": "(SELECT jsonb_agg(DISTINCT one) FROM unnest(spoken) one)",
}
_GIGS = f"""
SELECT {{columns}} FROM public.gigs_gig s, (
    SELECT r.*, 'I will make ' || t.text AS words, {FIRST_ID} + 1 + n::bigint * 7919 % {{sellers}} AS seller,
        trades[1 + floor(cardinality(trades) * power(skew, 1.5))::int] AS trade,
        concat_ws('. ', {", ".join(f"p{i}.text" for i in range(PARTS))})
            || CASE WHEN n % ({{count}} / {RARE_GIGS}) = 1 THEN '. {RARE}' ELSE '' END AS told
    FROM (
        SELECT n, random() AS skew, random() AS price, random() AS days, random() AS marks,
            1 + floor(random() * {TITLES})::int AS t,
            {", ".join(f"1 + floor(random() * {SENTENCES})::int AS s{i}" for i in range(PARTS))},
            now() - ({{count}} - n) * interval '40 seconds' - random() * interval '2 days' AS moment
        FROM generate_series(1, {{count}}) n
    ) r JOIN bench_titles t ON t.id = r.t
    {" ".join(f"JOIN bench_sentences p{i} ON p{i}.id = s{i}" for i in range(PARTS))},
    (SELECT array_agg(id ORDER BY id) AS trades FROM public.gigs_subcategory) x
) r WHERE s.id = {{model}} ORDER BY n
"""
_GIG = {
    "id": f"{FIRST_ID} + n",
    "seller_id": "seller",
    "subcategory_id": "trade",
    "title": "left(words, 80)",
    "slug": "'bench-' || n",
    "description": "told",
    "from_minor": "500 + floor(100 * exp(price * 7))::bigint",
    "from_days": "1 + floor(30 * days)::int",
    "milestone_count": "CASE WHEN marks < 0.3 THEN 2 + n % 4 ELSE 0 END",
    "rating_count": "CASE WHEN marks > 0.5 THEN n % 40 + 1 ELSE 0 END",
    "rating_sum": "CASE WHEN marks > 0.5 THEN n % 40 * 12 + 15 ELSE 0 END",
    "created_at": "moment",
    "published_at": "moment",
    "search": "gigs_search_vector(left(words, 80), s.tags, told, trade, seller)",
}


def make(model: Gig, sizes: tuple[int, ...]) -> None:
    """A market of each size, its gigs and sellers like this live one; about six minutes for a million."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        cursor.execute(_WORDS)
        cursor.execute(_POOL.format(table="bench_titles", draw=_DRAW, count=TITLES, words=5))
        cursor.execute(_POOL.format(table="bench_sentences", draw=_DRAW, count=SENTENCES, words=12))
        cursor.execute("ANALYZE bench_titles, bench_sentences")
    for size in sizes:
        _make_one(model, size)


@contextmanager
def chosen(size: int) -> Iterator[None]:
    """Everything that is asked for inside finds the market of this size."""
    _run(f"SET search_path TO {schema(size)}, public")
    try:
        yield
    finally:
        _run("RESET search_path")


def schema(size: int) -> str:
    """The name of a market's schema."""
    return f"market_{size}"


def _make_one(model: Gig, size: int) -> None:
    home = schema(size)
    sellers = max(size // GIGS_OF_A_SELLER, 1)
    with transaction.atomic():
        _run(f"CREATE SCHEMA {home}")
        for table in TABLES:
            _run(f"CREATE TABLE {home}.{table} (LIKE public.{table} INCLUDING ALL EXCLUDING INDEXES)")
        # what LIKE leaves out of migration 0007
        _run(f"ALTER TABLE {home}.gigs_gig SET (parallel_workers = 0)")
        _run(f"ALTER TABLE {home}.gigs_gig ALTER COLUMN search SET STATISTICS 300")
        for setting in ("synchronous_commit = off", "maintenance_work_mem = '512MB'", "work_mem = '256MB'"):
            _run(f"SET LOCAL {setting}")
        _run(f"SET LOCAL search_path TO {home}, public")
        _fill(
            "accounts_user",
            _SELLERS.format(columns="{columns}", count=sellers, model=model.seller_id),
            _SELLER,
        )
        index(home, "accounts_user")
        _run("ANALYZE accounts_user")
        _fill(
            "gigs_gig", _GIGS.format(columns="{columns}", count=size, sellers=sellers, model=model.pk), _GIG
        )
        # the page of the model itself is looked at in every market
        own = "SELECT {{columns}} FROM public.{} s WHERE id = {}"
        _fill("accounts_user", own.format("accounts_user", model.seller_id), {})
        _fill("gigs_gig", own.format("gigs_gig", model.pk), {})
        _run(_PLACES)
        index(home, "gigs_gig")
    settle_down([f"{home}.{table}" for table in TABLES])


def _fill(table: str, query: str, changes: dict[str, str]) -> None:
    """Rows like the model's, but for the changes; what the database computes itself is left to it."""
    columns = _columns(table)
    values = ", ".join(changes.get(column, f"s.{column}") for column in columns)
    _run(f"INSERT INTO {table} ({', '.join(columns)}) OVERRIDING SYSTEM VALUE {query.format(columns=values)}")


def index(home: str, table: str) -> None:
    """The same indexes as the site's own table has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass",
            [f"public.{table}"],
        )
        for (words,) in cursor.fetchall():
            cursor.execute(words.replace(f" ON public.{table} ", f" ON {home}.{table} "))


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
            " AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return [str(name) for (name,) in cursor.fetchall()]


def _run(words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(words)
