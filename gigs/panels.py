"""Parts that this app adds to pages of lower apps."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from config.shared import panels
from gigs.models import Gig
from gigs.queries import cards

PERSON_MAX = 24


def person_gigs(request: HttpRequest, person: Any) -> str:
    """A member's live gigs, below the profile."""
    newest = Gig.objects.active().owned_by(person).order_by("-published_at", "-id")
    shown = cards(newest, PERSON_MAX, viewer_id=request.user.pk)
    context = {"cards": shown, "person": person}
    return render_to_string("gigs/_person_gigs.html", context, request=request)


panels.register("person_detail.below", person_gigs)
