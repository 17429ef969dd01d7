"""Browse and search."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.shared.access import Policy, declared
from config.shared.pages import render_page, wants_fragment
from gigs.chips import CURSORS, address, chips
from gigs.filters import GigFilter
from gigs.queries import offered, page_of

PLAIN = {"category", "subcategory"}
"""What a page of the catalogue may be narrowed by for search engines to list it; other pages are variants of it."""


@declared(Policy.PUBLIC)
@require_safe
def gig_list(request: HttpRequest) -> HttpResponse:
    """Browse and search; every address can be kept, sent and gone back to."""
    found = GigFilter(request.GET, offered=offered())
    page = page_of(replace(found.wish(), viewer_id=request.user.pk))
    chosen = found.trade or found.family
    trade = address(found, *(name for name in (*found.filters, *CURSORS) if name not in PLAIN))
    context = {
        "found": found,
        "form": found.form,
        "q": found.cleaned.get("q", ""),
        "chosen": chosen,
        "heading": _heading(found),
        "canonical": f"{settings.SITE_URL}{request.path}{trade}",
        "variant": trade != address(found),
        "page": page,
        "faults": [(name, found.form[name].label, errors[0]) for name, errors in found.errors.items()],
        "chips": chips(found),
        "everywhere": address(found, *(name for name in (*found.filters, *CURSORS) if name != "q")),
        "newest": address(found, *CURSORS, sort="newest"),
        "older_url": page.after and address(found, *CURSORS, after=page.after),
        "newer_url": page.before and address(found, *CURSORS, before=page.before),
        "fragment": wants_fragment(request),
    }
    response = render_page(request, "gigs/gig_list.html", context, fragment="results")
    if wants_fragment(request):
        response["HX-Push-Url"] = request.path + address(found)
    return response


def _heading(found: GigFilter) -> str:
    chosen, text = found.trade or found.family, found.cleaned.get("q")
    if text:
        return f"Gigs for “{text}”" + (f" in {chosen.name}" if chosen else "")
    return chosen.name if chosen else "Browse gigs"
