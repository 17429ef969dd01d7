"""One way into search for both engines: PostgreSQL's full text, or plain matching elsewhere."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from gigs.models import Gig
from gigs.queries import fulltext, plainsearch
from gigs.queries.terms_of_search import Look, Terms
from gigs.querysets import GigQuerySet
from gigs.states import GigState


@dataclass(frozen=True, slots=True)
class Search:
    """A question, and the way in which its hits are reached."""

    terms: Terms
    look: Look
    partial: bool = False

    def of(self, gigs: QuerySet[Gig], *, walking: bool) -> QuerySet[Gig]:
        """The hits among these gigs."""
        if not on_postgres():
            return gigs.filter(plainsearch.condition(self.terms))
        return gigs.filter(fulltext.condition(self.terms, partial=self.partial, walking=walking))

    def ordered(self, gigs: QuerySet[Gig], column: str, *, descending: bool, wanted: int) -> QuerySet[Gig]:
        """The hits in an order, reached in the way that suits when the first ``wanted`` are read."""
        walking = self.walks(wanted)
        keys = fulltext.sorted_keys if on_postgres() and not walking else keys_of
        return self.of(gigs, walking=walking).order_by(*keys(column, descending=descending))

    def best_of(self, gigs: QuerySet[Gig], newest: int) -> QuerySet[Gig]:
        """So many of the newest hits, those that match best first."""
        ids = self.ordered(gigs, "published_at", descending=True, wanted=newest).values("pk")[:newest]
        rank = (
            fulltext.rank(self.terms, partial=self.partial) if on_postgres() else plainsearch.rank(self.terms)
        )
        return Gig.objects.filter(pk__in=ids).order_by(rank.desc(), "-published_at", "-id")

    def walks(self, wanted: int) -> bool:
        """Whether so many hits are reached along their order."""
        return fulltext.walks(self.share, self.look.size, wanted)

    @property
    def share(self) -> float:
        """How common hits are."""
        return (self.look.near or 0.0) if self.partial else self.look.share


def candidates() -> GigQuerySet:
    """Gigs among which a search has its hits: on PostgreSQL only those of members in good standing have a vector."""
    return Gig.objects.filter(state=GigState.ACTIVE) if on_postgres() else Gig.objects.active()


def keys_of(column: str, *, descending: bool) -> list[str]:
    """An order and its tie-breaker."""
    sign = "-" if descending else ""
    return [f"{sign}{column}", f"{sign}id"]


def ask(gigs: QuerySet[Gig], terms: Terms, keys: list[str]) -> Search:
    """Look how common the question is among the first of ``gigs`` in this order; one statement on PostgreSQL."""
    return Search(terms, fulltext.look(gigs, terms, keys) if on_postgres() else plainsearch.look(terms))


def search(gigs: QuerySet[Gig], text: str) -> QuerySet[Gig]:
    """The gigs in which these words stand, whatever somebody typed; none for words like "the" alone."""
    asked = Search(Terms.of(text), plainsearch.look(Terms.of(text)))
    return asked.of(gigs, walking=False) if asked.look.words else gigs.none()


def on_postgres() -> bool:
    """Whether the engine has full text."""
    return connection.vendor == "postgresql"
