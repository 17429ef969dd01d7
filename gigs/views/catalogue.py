"""Home and browse."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.shared.access import Policy, declared
from config.shared.pages import render_page
from gigs.filters import GigFilter
from gigs.models import Gig, Subcategory
from gigs.queries import SORTS, cards, categories, page_of
from gigs.queries.story import STORY

HOME_CARDS = 8


@declared(Policy.PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the site is, where to look, and gigs that offer milestones."""
    shown = cards(Gig.objects.active().with_milestones().order_by("-published_at", "-id"), HOME_CARDS)
    context = {"categories": categories(), "cards": shown, "story": STORY}
    return render(request, "gigs/home.html", context)


@declared(Policy.PUBLIC)
@require_safe
def gig_list(request: HttpRequest) -> HttpResponse:
    """Browse and search."""
    catalogue = categories()
    found = GigFilter(request.GET, queryset=Gig.objects.active())
    sort = request.GET.get("sort", "newest")
    sort = sort if sort in SORTS else "newest"
    page = page_of(
        found.qs, sort=sort, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    chosen = _chosen(request.GET, tuple(s for c in catalogue for s in c.subcategories.all()))
    category = next((c for c in catalogue if c.slug == request.GET.get("category")), None)
    context = {
        "categories": catalogue,
        "category": category or (chosen.category if chosen else None),
        "subcategory": chosen,
        "form": found.form,
        "page": page,
        "sorts": [(key, order.label, key == sort) for key, order in SORTS.items()],
        "q": request.GET.get("q", "")[:100],
        "narrowed": bool(set(request.GET) - {"sort", "after", "before"}),
        "older_url": _with(request.GET, after=page.after),
        "newer_url": _with(request.GET, before=page.before),
    }
    return render_page(request, "gigs/gig_list.html", context, fragment="results")


def _chosen(query: QueryDict, subcategories: tuple[Subcategory, ...]) -> Subcategory | None:
    return next((s for s in subcategories if s.slug == query.get("subcategory")), None)


def _with(query: QueryDict, **cursor: str) -> str:
    """The address of a neighbouring page; empty when there is none."""
    if not any(cursor.values()):
        return ""
    changed = query.copy()
    for name in ("after", "before"):
        changed.pop(name, None)
    changed.update(cursor)
    return f"?{changed.urlencode()}"
