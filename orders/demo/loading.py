"""The demo market, from an empty database to this moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from accounts.models import User
from config.shared import clock, outbox
from config.shared.commands import Click, claim
from config.shared.models import Command
from config.shared.terms import usual_lengths
from orders.demo.catalogue import make_gigs
from orders.demo.figures import make_figures
from orders.demo.market import Market
from orders.demo.people import CLERKS, PEOPLE, join, join_clerk, join_staff, let_in
from orders.demo.stories import TELLINGS, stories
from orders.demo.timeline import play
from orders.payments.demo.test_cards import Behaviour

Watch = Callable[[str], None]

LOADED = UUID("5f4f8f2e-9b0e-4f63-9d0a-0c1f6b6d3e01")
"""The one-time id of the load as a command: it stands in the database once the whole market does."""
OPENED = timedelta(days=150)


def loaded() -> bool:
    """The load was carried out to its end."""
    return Command.objects.filter(pk=LOADED).exists()


def load_market(*, watch: Watch) -> None:
    """Let six people live through five months, up to now. No mail is sent; bells ring.

    Everything goes through the operations. ``watch`` hears a line of progress now and then.
    """
    until = clock.now()
    with outbox.quiet(), usual_lengths(), _in_a_hurry():
        with clock.travelled_to(until - OPENED):
            people = _people(watch)
            market = Market(people, {}, {})
            market.cards.update(
                {who: market.save_card(who, Behaviour.SUCCESS) for who in ("buyer", "buyer2", "suspended")}
            )
        market.gigs = make_gigs(people, until=until, watch=lambda n, of: watch(f"Gigs: {n} of {of}"))
        play(stories(market), until=until, watch=lambda scenes, open_: watch(_progress(scenes, open_)))
        make_figures(until=until)
        market.keep_favourites("buyer", *list(market.gigs)[:3])
        market.furnish_inboxes()
        with transaction.atomic():
            claim(Click(people["staff"].pk, LOADED, None, clock.now()), "orders.load_demo", {})


def _progress(scenes: int, going_on: int) -> str:
    return f"Stories: {len(TELLINGS) - going_on} of {len(TELLINGS)} told, {scenes} scenes"


def _people(watch: Watch) -> dict[str, User]:
    watch("People")
    for group, person in CLERKS:
        join_clerk(person, group, at=clock.now())
    people = {person.key: join(person, at=clock.now()) for person in PEOPLE}
    people["staff"] = join_staff(at=clock.now())
    let_in()
    return people


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """Do not wait for the disk after each of some thousand transactions: a broken load is made anew anyway."""
    if connection.in_atomic_block:  # a test that takes everything back
        yield
        return
    fast, safe = {
        "sqlite": ("PRAGMA synchronous=OFF", "PRAGMA synchronous=FULL"),
        "postgresql": ("SET synchronous_commit TO off", "RESET synchronous_commit"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(fast)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(safe)
