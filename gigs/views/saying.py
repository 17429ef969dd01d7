"""What several tabs of the editor say after saving."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpRequest

from gigs.models import TIERS, Tier


def say_evened(request: HttpRequest, tiers: Collection[str]) -> None:
    """Name the packages whose own amounts and days an edit returned to the even split (product.md 3.2)."""
    labels = [str(Tier(tier).label) for tier in TIERS if tier in tiers]
    if not labels:
        return
    named = f"{', '.join(labels[:-1])} and {labels[-1]}" if labels[1:] else labels[0]
    words = "price and days are split evenly over the milestones again. The amounts you had set are gone."
    messages.warning(request, f"{named}: {words}")
