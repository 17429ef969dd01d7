"""The map of the site for search engines (sitemaps.org): what anybody may see, and nothing of anybody else."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from config.shared.access import Policy, declared
from config.shared.sharing import absolute
from gigs.queries import categories
from gigs.queries.sitemap import gig_slugs, seller_handles, stretches

STRETCH_MAX = 10**9


@declared(Policy.PUBLIC)
@require_safe
def sitemap_index(_: HttpRequest) -> HttpResponse:
    """Names the files; their number follows the highest id, nothing is counted."""
    gigs, people = stretches()
    files = [reverse("gigs:sitemap_pages")]
    files += [reverse("gigs:sitemap_gigs", args=[number]) for number in range(gigs)]
    files += [reverse("gigs:sitemap_people", args=[number]) for number in range(people)]
    return _xml("gigs/sitemap_index.xml", files)


@declared(Policy.PUBLIC)
@require_safe
def sitemap_pages(_: HttpRequest) -> HttpResponse:
    """Home, browse, and every category and subcategory."""
    browse, found = reverse("gigs:gig_list"), categories()
    paths = [reverse("gigs:home"), browse]
    paths += [f"{browse}?{urlencode({'category': one.slug})}" for one in found]
    subcategories = (sub for one in found for sub in one.subcategories.all())
    paths += [f"{browse}?{urlencode({'subcategory': sub.slug})}" for sub in subcategories]
    return _xml("gigs/sitemap.xml", paths)


@declared(Policy.PUBLIC)
@require_safe
def sitemap_gigs(_: HttpRequest, number: int) -> HttpResponse:
    """Gigs on sale whose ids lie in one stretch."""
    slugs = gig_slugs(_known(number))
    return _xml("gigs/sitemap.xml", (reverse("gigs:gig_detail", args=[slug]) for slug in slugs))


@declared(Policy.PUBLIC)
@require_safe
def sitemap_people(_: HttpRequest, number: int) -> HttpResponse:
    """Profiles of members who have a gig on sale."""
    handles = seller_handles(_known(number))
    return _xml("gigs/sitemap.xml", (reverse("accounts:person_detail", args=[handle]) for handle in handles))


def _known(number: int) -> int:
    if number > STRETCH_MAX:
        raise Http404
    return number


def _xml(template: str, paths: Iterable[str]) -> HttpResponse:
    text = render_to_string(template, {"addresses": [absolute(path) for path in paths]})
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
