"""Figure 5: a milestone's card saved in the editor, as the seller's browser posts it, in this process."""

import time
from collections.abc import Callable, Iterator
from itertools import count

from django.test import Client
from django.urls import reverse

from gigs.models import Gig, Milestone
from tests.bench import gigs, load
from tests.bench.figures import Line, ratio_line
from tests.bench.floor.tables import SLUG
from tests.bench.options import Options
from tests.bench.rounds import Slot, alternate
from tests.bench.statements import counted

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FLOOR = f"/bench/floor/{SLUG}/"
NAME = "editor save ÷ floor page"
OK = 200


class Saving:
    """Saves one card again and again, each time with other words and the version that stands."""

    def __init__(self, gig: Gig) -> None:
        """Sign the seller in."""
        self.client = Client(SERVER_NAME=load.HOST)
        self.client.force_login(gig.seller, backend=BACKEND)
        self.gig = gig
        self.card = Milestone.objects.filter(gig=gig).earliest("position")
        self.packages = sorted(self.card.shares.values_list("package_id", flat=True))
        self.path = reverse("gigs:milestone_card", args=[gig.slug, str(self.card.pk)])
        self.numbers = count(1)

    def next_post(self) -> Callable[[], None]:
        """A save that has not happened yet."""
        number = next(self.numbers)
        self.card.refresh_from_db(fields=["version"])
        fields = {
            "open_milestone": str(self.card.pk),
            "milestone-version": str(self.card.version),
            "milestone-name": f"Outline, draft {number}",
            "milestone-description": f"Everything that a bank asks for, in words of your trade ({number}).",
            "milestone-packages": [str(pk) for pk in self.packages],
        }

        def post() -> None:
            answer = self.client.post(self.path, fields, headers={"HX-Request": "true"})
            if answer.status_code != OK:
                raise RuntimeError(f"{self.path} answered {answer.status_code}")

        return post

    def check(self, saved: int) -> None:
        """Raises RuntimeError unless so many saves arrived."""
        self.card.refresh_from_db()
        if self.card.name != f"Outline, draft {saved}":
            raise RuntimeError(f"{saved} saves were counted, the card says {self.card.name!r}")


def measure(asked: Options) -> Iterator[Line]:
    """The save beside the floor page, both through the test client."""
    saving = Saving(gigs.live_gig("business-plans", gigs.USUAL))
    visitor = Client(SERVER_NAME=load.HOST)
    slots = {NAME: _slot(saving.next_post, asked.seconds)}
    for warmed in (saving.next_post, lambda: _look(visitor)):
        warmed()()
    notes = (
        counted(saving.next_post()),
        "in this process, one client, signed in; 4 milestones with 3 substeps each",
    )
    series = alternate(asked.rounds, _slot(lambda: _look(visitor), asked.seconds), slots)
    saving.check(next(saving.numbers) - 1)
    yield ratio_line(5, NAME, series, rate="/s", notes=notes)


def _look(visitor: Client) -> Callable[[], None]:
    def get() -> None:
        if visitor.get(FLOOR).status_code != OK:
            raise RuntimeError(f"{FLOOR} did not answer")

    return get


def _slot(prepared: Callable[[], Callable[[], None]], seconds: int) -> Slot:
    """Runs of what is prepared, for so many seconds of their own time; the preparing is not counted."""

    def rate() -> float:
        taken, runs = 0.0, 0
        while taken < seconds:
            run = prepared()
            began = time.perf_counter()
            run()
            taken += time.perf_counter() - began
            runs += 1
        return runs / taken

    return rate
