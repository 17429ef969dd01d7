"""What orders shows on pages of lower apps."""

from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from config.shared import clock
from config.shared.ratings import average
from config.shared.ready_pages import ready_part
from gigs.models import Gig
from offers.models import Conversation
from orders.queries.opinions import Opinions, about_member, of_gig
from orders.queries.running import running_between
from orders.states import Role


def conversation_orders(request: HttpRequest, conversation: Conversation) -> str:
    """The running orders of the two people, beside their conversation; nothing when there are none."""
    rows = running_between(conversation.pk, request.user.pk or 0, clock.now())
    return render_to_string("orders/_running.html", {"rows": rows}, request) if rows else ""


def gig_reviews(request: HttpRequest, gig: Gig) -> str:
    """What buyers say of a gig, below it; visitors, who all read the same, get what is kept ready."""
    render = partial(_gig_reviews, request, gig)
    if request.user.is_authenticated:
        return render()
    return ready_part(("reviews", gig.pk, gig.reviews_version), render)


def _gig_reviews(request: HttpRequest, gig: Gig) -> SafeString:
    """One statement, none while nobody has said anything."""
    found = of_gig(gig.pk) if gig.rating_count else None
    context = {"title": "Reviews", "key": "reviews", "count": gig.rating_count}
    stars = average(gig.rating_sum, gig.rating_count)
    return _reviews(request, f"/gigs/{gig.slug}/reviews/", found, {**context, "average": stars})


def person_reviews(request: HttpRequest, person: Any) -> str:
    """What others say of a member as seller and as buyer: a statement each, none where there is nothing."""
    sides: tuple[tuple[str, Role, Decimal | None, int, dict[str, str]], ...] = (
        ("Reviews as a seller", Role.BUYER, person.rating, person.rating_count, {}),
        ("Reviews as a buyer", Role.SELLER, person.buyer_rating, person.buyer_rating_count, {"as": "buyer"}),
    )
    parts = []
    for title, author, stars, count, asked in sides:
        if count:
            context = {"title": title, "key": f"by-{author}", "average": stars, "count": count}
            page = f"/people/{person.handle}/reviews/"
            parts.append(_reviews(request, page, about_member(person.pk, author), context, asked))
    return "".join(parts)


def _reviews(
    request: HttpRequest,
    page: str,
    found: Opinions | None,
    context: dict[str, Any],
    asked: dict[str, str] | None = None,
) -> SafeString:
    older = found.older if found else ""
    more_url = f"{page}?{urlencode({**(asked or {}), 'before': older})}" if older else ""
    whole = {**context, "opinions": found, "more_url": more_url}
    return render_to_string("orders/_reviews_panel.html", whole, request)
