"""Search on PostgreSQL: the column ``gigs_gig.search`` (migration 0007), read by nobody else.

Words are read as people type them into search boxes: all of them, ``"a phrase"``, ``-without``, ``or``; nothing is an
error. English endings do not matter. Places of sellers are lexemes of the same column.

A hit is reached in one of two ways. Walking: read the gigs along the index of the wanted order, keep what matches, stop
when there are enough. By words: take all hits from the index of words, sort them. The planner's guess is not trusted
with the choice, because it multiplies the shares of single words: two that always or never stand together would send
it over every gig. Instead a look at the first ``SAMPLE`` gigs of the order says how common the whole question is. With
a share ``f`` of ``N`` gigs, walking to ``n`` hits reads about ``n / f`` gigs and the index of words gives ``f N``; the
smaller one is never more than the square root of ``n N``: 14,000 of a million for the 200 that are ranked.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Count, Expression, F, FloatField, Func, Max, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from gigs.models import Gig
from gigs.queries.terms_of_search import Look, Terms

SAMPLE = 500
COMMON = 0.05
"""The share from which on the planner would read every gig of a small market: then walking is cheap enough."""

_CONFIG = "'pg_catalog.english'::regconfig"
NO_WORDS = ("", "T")
"""What the index can look for in only common words, and in words that must not be there."""
_LAST_WORD = re.compile(r'(?<![\w"-])(\w{3,40})$')


def look(gigs: QuerySet[Gig], terms: Terms, keys: list[str]) -> Look:
    """How common the question is among the first of these gigs in this order; one statement."""
    words = f"querytree(websearch_to_tsquery({_CONFIG}, %s))"
    sample = gigs.order_by(
        *keys
    ).annotate(
        hit=condition(terms, walking=True),
        almost=condition(terms, partial=True, walking=True),
        tree=RawSQL(words, [terms.text]),  # noqa: S611 - a constant
        rows=RawSQL("(SELECT reltuples FROM pg_class WHERE oid = 'gigs_gig'::regclass)", []),
    )[:SAMPLE]
    seen = sample.aggregate(
        all=Count("pk"),
        hits=Count("pk", filter=Q(hit=True)),
        nears=Count("pk", filter=Q(almost=True)),
        words=Max("tree"),
        size=Max("rows"),
    )
    looked = max(seen["all"], 1)
    return Look(
        words=seen["words"] not in NO_WORDS,
        share=seen["hits"] / looked,
        near=seen["nears"] / looked if _LAST_WORD.search(terms.text) else None,
        size=max(seen["size"] or 0, looked),
    )


def walks(share: float, size: float, wanted: int) -> bool:
    """Whether so many hits are reached sooner along the order than by the index of words."""
    return share >= COMMON or share * share * size >= wanted


class Vector(Expression):
    """The column of a gig's words. No field of the model, so that nothing else ever reads its kilobyte."""

    output_field = TextField()
    alias: str | None = None

    def resolve_expression(self, query: Any = None, *_args: Any, **_kwargs: Any) -> "Vector":
        """Of the gigs that this query is about."""
        return self._of(query.get_initial_alias())

    def relabeled_clone(self, change_map: Mapping[str, str]) -> "Vector":
        """In a query within a query the table goes by another name."""
        return self._of(change_map.get(self.alias or "", self.alias or ""))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:  # noqa: ARG002 - its shape
        """The column."""
        return f"{compiler.quote_name_unless_alias(self.alias)}.search", ()

    def _of(self, alias: str | None) -> "Vector":
        found = self.copy()
        found.alias = alias
        return found


def condition(terms: Terms, *, partial: bool = False, walking: bool = False) -> Func:
    """What holds for hits. ``partial``: the last word may go on. ``walking``: not by the index of words."""
    # that index serves the bare operator only
    shape = "((%(expressions)s) IS TRUE)" if walking else "(%(expressions)s)"
    query = _query(terms, partial=partial)
    return Func(Vector(), query, template=shape, arg_joiner=" @@ ", output_field=BooleanField())


def rank(terms: Terms, *, partial: bool = False) -> Func:
    """How well a hit matches: its title counts most, then its trade and tags, then its description."""
    query = RawSQL(*_text(terms.text, partial=partial))  # noqa: S611 - parameters only
    return Func(Vector(), query, function="ts_rank", output_field=FloatField())


def sorted_keys(column: str, *, descending: bool) -> list[Any]:
    """Keys that no index is read for, so that hits come from the index of words."""
    hidden = Coalesce(F(column), F(column))
    return [hidden.desc(), "-id"] if descending else [hidden.asc(), "id"]


def _query(terms: Terms, *, partial: bool) -> RawSQL:
    """A tsquery of everything that is asked for."""
    query, params = _text(terms.text, partial=partial)
    for kind, code in terms.places():
        query, params = f"{query} && %s::tsquery", [*params, f"'@{kind}={code}'"]
    return RawSQL(query, params)  # noqa: S611 - parameters only


def _text(text: str, *, partial: bool) -> tuple[str, list[str]]:
    last = _LAST_WORD.search(text) if partial else None
    if last is None:
        return f"websearch_to_tsquery({_CONFIG}, %s)", [text]
    query = f"(websearch_to_tsquery({_CONFIG}, %s) && to_tsquery({_CONFIG}, %s))"
    return query, [text[: last.start()], f"'{last[1]}':*"]
