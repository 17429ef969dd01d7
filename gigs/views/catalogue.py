"""Home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.shared.access import Policy, declared
from gigs.models import Gig
from gigs.queries import cards, families
from gigs.queries.story import STORY

HOME_CARDS = 8


@declared(Policy.PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the site is, where to look, and gigs that offer milestones."""
    newest = Gig.objects.active().with_milestones().order_by("-published_at", "-id")
    shown = cards(newest, HOME_CARDS, viewer_id=request.user.pk)
    context = {"families": families(), "cards": shown, "story": STORY, "own_search": True}
    return render(request, "gigs/home.html", context)
