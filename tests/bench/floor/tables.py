"""Makes and fills the floor page's tables; always the same rows, so that the page always has the same size."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db import connection

from tests.bench.floor.models import MODELS, Answer, Item, Option, Person, Review, Topic

SLUG = "item-1"
RELATED = 26
REVIEWS = 10
_START = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
_WORDS = (
    "careful", "steady", "early", "written", "sketch", "harbour", "letter", "window",
    "paper", "morning", "garden", "signal", "table", "river", "season", "bridge",
    "colour", "market", "number", "winter", "summer", "picture", "corner", "answer",
    "open", "quiet", "plain", "small", "north", "south",
)  # fmt: skip


def create() -> None:
    """Make the tables, empty."""
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)


def drop() -> None:
    """Take the tables away again."""
    with connection.schema_editor() as editor:
        for model in reversed(MODELS):
            editor.delete_model(model)


def fill() -> None:
    """Write one item with everything about it, and its neighbours."""
    people = Person.objects.bulk_create(_person(n) for n in range(1, 13))
    topics = Topic.objects.bulk_create(
        Topic(name=text(n, 2).title(), slug=f"topic-{n}", position=n) for n in range(1, 13)
    )
    items = Item.objects.bulk_create(
        _item(n, people[n % len(people)], topics[0]) for n in range(1, RELATED + 2)
    )
    first = items[0]
    Option.objects.bulk_create(
        Option(item=first, name=name, text=text(n, 14), price=Decimal(90 * n), days=6 * n)
        for n, name in enumerate(("Small", "Middle", "Large"), 1)
    )
    Review.objects.bulk_create(_review(n, first, people[n % len(people)]) for n in range(1, REVIEWS + 1))
    Answer.objects.bulk_create(
        Answer(item=first, question=f"{text(n, 6)}?", text=text(n + 7, 30), position=n) for n in range(1, 7)
    )


def text(start: int, count: int) -> str:
    """So many words, beginning somewhere else for each ``start``."""
    words = (_WORDS[(start * 7 + n * (1 + start % 3)) % len(_WORDS)] for n in range(count))
    return " ".join(words).capitalize()


def _person(n: int) -> Person:
    return Person(
        name=text(n, 2).title(),
        handle=f"person-{n}",
        country="Slovenia",
        about=text(n, 30),
        joined_at=_START - timedelta(days=40 * n),
    )


def _item(n: int, seller: Person, topic: Topic) -> Item:
    return Item(
        seller=seller,
        topic=topic,
        title=text(n, 8),
        slug=f"item-{n}",
        summary=text(n + 3, 12),
        description="\n\n".join(text(n + part, 80) for part in range(4)),
        price=Decimal(60 + 7 * n),
        days=3 + n % 9,
        stars=Decimal(40 + n % 10) / 10,
        sold=n * 37,
        published_at=_START + timedelta(hours=n),
    )


def _review(n: int, item: Item, author: Person) -> Review:
    return Review(
        item=item,
        author=author,
        stars=3 + n % 3,
        text=text(n + 2, 32),
        written_at=_START - timedelta(days=9 * n),
    )
