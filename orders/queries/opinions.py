"""What everybody may read of reviews: of a gig, of a member as seller or buyer. One statement a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value, Window
from django.db.models.functions import Coalesce, NullIf

from config.shared.ratings import STARS_MAX, average, whole_stars
from orders.models import Review
from orders.models.review import ASKED
from orders.queries.cursors import cursor_of, older_than
from orders.states import Role

PAGE = 10


@dataclass(frozen=True, slots=True)
class Opinion:
    """A public review. ``answers``: each question with its stars."""

    author: str
    handle: str
    overall: Decimal | None
    answers: tuple[tuple[str, int], ...]
    text: str
    at: datetime
    reply: str
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class Opinions:
    """One page, newest first. ``spread``: (stars, how many reviews, their share of 100); ``older``: a cursor."""

    shown: tuple[Opinion, ...]
    spread: tuple[tuple[int, int, int], ...]
    older: str


def of_gig(gig_id: int, before: str = "") -> Opinions:
    """What buyers say of a gig."""
    return _page(Review.objects.public().of_gig(gig_id), Role.BUYER, before)


def about_member(user_id: int, author: Role, before: str = "") -> Opinions:
    """What authors in that part (buyers: of a seller) say of a member."""
    return _page(Review.objects.public().about(user_id, author), author, before)


def _page(rows: QuerySet[Review], author: Role, before: str) -> Opinions:
    counts = {f"of_{n}": Window(Count("pk", filter=_worth(n))) for n in range(1, STARS_MAX + 1)}
    name = Coalesce(NullIf("author__display_name", Value("")), "author__handle", output_field=CharField())
    found = list(
        rows.annotate(name=name, **({} if before else counts))
        .filter(older_than(before, "published_at"))
        .order_by("-published_at", "-pk")
        .values("pk", "name", "author__handle", "total", "first", "second", "third", "text",
                "published_at", "reply", "replied_at", *([] if before else counts))[: PAGE + 1]
    )  # fmt: skip
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Opinions(
        shown=tuple(_opinion(row, author) for row in found[:PAGE]),
        spread=() if before else _spread(found),
        older=cursor_of(last["published_at"], last["pk"]) if last else "",
    )


def _worth(stars: int) -> Q:
    """Reviews whose sum of answers is shown as so many whole stars."""
    return Q(total__in=[total for total in range(3, 16) if whole_stars(total) == stars])


def _spread(found: Sequence[dict[str, Any]]) -> tuple[tuple[int, int, int], ...]:
    if not found:
        return ()
    counts = [(stars, int(found[0][f"of_{stars}"])) for stars in range(STARS_MAX, 0, -1)]
    total = sum(count for _, count in counts)
    return tuple((stars, count, count * 100 // total) for stars, count in counts)


def _opinion(row: dict[str, Any], author: Role) -> Opinion:
    answers = tuple(zip(ASKED[author], (row["first"], row["second"], row["third"]), strict=True))
    return Opinion(
        author=row["name"],
        handle=row["author__handle"],
        overall=average(row["total"], 1),
        answers=answers,
        text=row["text"],
        at=row["published_at"],
        reply=row["reply"],
        replied_at=row["replied_at"],
    )
