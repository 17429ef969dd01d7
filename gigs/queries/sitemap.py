"""What search engines are told of, a stretch of ids at a time, so that no page of it grows with the market."""

from django.db.models import Exists, Max, OuterRef

from accounts.models import User
from gigs.models import Gig

STRETCH = 10_000
"""Ids of one sitemap file; a file may hold 50,000 addresses (sitemaps.org)."""


def stretches() -> tuple[int, int]:
    """Number of files of gigs and of profiles. Two statements, by the ends of two indexes."""
    return _files(Gig.objects.aggregate(last=Max("pk"))["last"]), _files(
        User.objects.aggregate(last=Max("pk"))["last"]
    )


def _files(last: int | None) -> int:
    return (last or 0) // STRETCH + 1


def gig_slugs(stretch: int) -> list[str]:
    """Gigs on sale with an id of this stretch; one statement."""
    gigs = Gig.objects.active().filter(pk__gte=stretch * STRETCH, pk__lt=(stretch + 1) * STRETCH)
    return list(gigs.order_by("pk").values_list("slug", flat=True))


def seller_handles(stretch: int) -> list[str]:
    """Members with an id of this stretch who have a gig on sale; one statement."""
    selling = Gig.objects.active().filter(seller_id=OuterRef("pk"))
    people = User.objects.filter(pk__gte=stretch * STRETCH, pk__lt=(stretch + 1) * STRETCH)
    return list(people.filter(Exists(selling)).order_by("pk").values_list("handle", flat=True))
