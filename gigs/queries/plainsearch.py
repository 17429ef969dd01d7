"""Search where there is no PostgreSQL: the words as they stand, anywhere in title, description or trade.

Understands ``"a phrase"``, ``-without`` and ``or`` as PostgreSQL does, knows no endings, and reads every gig: for the
few thousand of a small market.
"""

import re
from functools import reduce
from operator import and_, or_

from django.db.models import Case, F, FloatField, Q, TextField, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import Contains

from gigs.queries.terms_of_search import Look, Terms

_TERM = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
_STOP_WORDS = """
a about after all am an and any are as at be been before being both but by can did do does for from had has have he her
his how i if in into is it its me more most my no nor not of off on once only other our out over own s same she should
so some such t than that the their them then there these they this those through to too under until up very was we were
what when where which while who whom why will with you your
"""


def look(terms: Terms) -> Look:
    """Whether there is something to look for."""
    return Look(words=bool(_alternatives(terms.text)))


def condition(terms: Terms) -> Q:
    """What holds for hits."""
    found = [
        _all_of(wanted, ("title", "description", "subcategory__name")) for wanted in _alternatives(terms.text)
    ]
    places = {"country": Q(seller__country__iexact=terms.country), "language": Q(_speaks(terms.language))}
    return reduce(and_, (places[kind] for kind, _ in terms.places()), reduce(or_, found) if found else Q())


def rank(terms: Terms) -> Case:
    """1 when the words stand in the title, else 0."""
    found = [_all_of(wanted, ("title",)) for wanted in _alternatives(terms.text)]
    titled = When(reduce(or_, found), then=Value(1.0)) if found else When(pk=None, then=Value(0.0))
    return Case(titled, default=Value(0.0), output_field=FloatField())


def _alternatives(text: str) -> list[list[tuple[bool, str]]]:
    """Lists of (wanted, words); one of the lists has to hold in full."""
    lists: list[list[tuple[bool, str]]] = [[]]
    for without, phrase, word in _TERM.findall(text):
        if word.lower() == "or" and not without:
            lists.append([])
        elif phrase.strip() or (re.search(r"\w", word) and word.lower() not in _STOP_WORDS.split()):
            lists[-1].append((not without, phrase.strip() or word))
    return [one for one in lists if any(holds for holds, _ in one)]


def _all_of(wanted: list[tuple[bool, str]], fields: tuple[str, ...]) -> Q:
    parts = [
        (holds, reduce(or_, (Q(**{f"{name}__icontains": words}) for name in fields)))
        for holds, words in wanted
    ]
    return reduce(and_, (part if holds else ~part for holds, part in parts))


def _speaks(code: str) -> Contains:
    return Contains(Cast(F("seller__languages"), TextField()), f'"{code}"')
