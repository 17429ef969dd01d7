"""The page of "Description & FAQ": one form around everything, so nothing typed is lost, with or without JavaScript.

Buttons inside it carry their own address. What a page held when a button was pressed comes along as ``posted``: text
that is not saved yet and open cards are shown again as they were typed.
"""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from config.shared.pages import render_page, wants_fragment
from gigs.checklist import milestone_faults
from gigs.eligibility import gig_milestones
from gigs.forms import DescriptionForm, FaqForm, MilestoneForm, PaymentsForm, ShareForm, SubstepForm
from gigs.forms.fields import read_whole
from gigs.forms.milestones import retyped
from gigs.models import FaqEntry, Gig, Subcategory
from gigs.queries import Card, Workbench, workbench
from gigs.views.editor import editor_context, tab_url
from gigs.views.table import table_of
from gigs.views.undo import Undo, leave, left

CARDS = ("milestone", "substep", "split")
"""Of these one stands open at a time; the others only read, so that a swap loses nothing that was typed."""
KEPT_MAX = 20_000
NEW = "new"
TEMPLATE = "gigs/edit_description.html"


@dataclass
class Tab:
    """What stands open on the tab.

    A card's key is ``new`` or an id, a substep's ``<milestone>-<new or id>``, that of a column of prices its tier.
    """

    gig: Gig
    bench: Workbench
    posted: QueryDict
    text: DescriptionForm | None = None
    milestone: tuple[str, MilestoneForm] | None = None
    substep: tuple[str, SubstepForm] | None = None
    split: tuple[str, ShareForm] | None = None
    faq: tuple[str, FaqForm] | None = None
    more: dict[str, Any] = field(default_factory=dict)


def tab_of(
    gig: Gig, posted: QueryDict | None = None, *, without: str = "", bench: Workbench | None = None
) -> Tab:
    """The tab as its page held it; ``without`` names the kind of card that was just dealt with."""
    tab = Tab(gig=gig, bench=bench or workbench(gig), posted=posted or QueryDict())
    held = tab.posted
    openers = {"milestone": open_milestone, "substep": open_substep, "split": open_split}
    for kind, opener in openers.items():
        if (key := held.get(f"open_{kind}")) and without != "milestone":
            opener(tab, key, typed=True)
    if (key := held.get("open_faq")) and without != "faq":
        open_faq(tab, key, typed=True)
    return tab


def open_milestone(tab: Tab, key: str, *, typed: bool = False) -> None:
    """Open a new card or a saved one; nothing when it is gone."""
    card = tab.bench.card(read_whole(key))
    if key != NEW and card is None:
        return
    initial: dict[str, Any] = {"version": tab.gig.version}
    if card:
        initial = {
            "name": card.name,
            "description": card.description,
            "zoom": card.zoom,
            "packages": list(card.package_ids),
            "version": card.version,
        }
    form = MilestoneForm(packages=tab.bench.packages, initial=initial)
    if typed:
        form.initial = retyped(form, tab.posted)
    form.fields["name"].widget.attrs["data-focus"] = True
    only(tab, milestone=(key, form))


def open_substep(tab: Tab, key: str, *, typed: bool = False) -> None:
    """Open a substep's card below its milestone; nothing when either is gone."""
    first, _, second = key.partition("-")
    card = tab.bench.card(read_whole(first))
    if card is None:
        return
    held = next((row for row in card.substeps if str(row.id) == second), None)
    if second != NEW and held is None:
        return
    initial: dict[str, Any] = {"version": card.version}
    if held:
        initial |= {"name": held.name, "packages": list(held.package_ids)}
    form = SubstepForm(packages=packages_of_card(tab, card), initial=initial)
    if typed:
        form.initial = retyped(form, tab.posted)
    form.fields["name"].widget.attrs["data-focus"] = True
    only(tab, substep=(key, form))


def open_split(tab: Tab, tier: str, *, typed: bool = False) -> None:
    """Open a package's column of amounts and days; nothing when it has fewer than two milestones or is too small."""
    package = tab.bench.package(tier)
    if package is None or not tab.bench.can_be_split(package):
        return
    initial: dict[str, Any] = {"version": tab.gig.version}
    form = ShareForm(package=package, column=tab.bench.column(package.id), initial=initial)
    if typed:
        form.initial = retyped(form, tab.posted)
    first = tab.bench.column(package.id)[0]
    form.fields[f"amount-{first.id}"].widget.attrs["data-focus"] = True
    only(tab, split=(tier, form))


def only(tab: Tab, **opened: Any) -> None:
    """Let this card stand open, and no other of the workflow."""
    for kind in CARDS:
        setattr(tab, kind, opened.get(kind))


def open_faq(tab: Tab, key: str, *, typed: bool = False) -> None:
    """Open a new entry or a saved one; nothing when it is gone."""
    held = tab.gig.faq.filter(pk=read_whole(key)).first()
    if key != NEW and held is None:
        return
    form = FaqForm(initial={"question": held.question, "answer": held.answer} if held else {})
    if typed:
        form.initial = retyped(form, tab.posted)
    form.fields["question"].widget.attrs["data-focus"] = True
    tab.faq = (key, form)


def packages_of_card(tab: Tab, card: Card) -> tuple[Any, ...]:
    """The packages that a milestone's substeps may belong to."""
    return tuple(package for package in tab.bench.packages if package.id in card.package_ids)


def show(
    request: HttpRequest, tab: Tab, *, fragment: str | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """Render the tab, or the part of it that htmx asked for."""
    gig = tab.gig
    text = tab.text or _text_form(tab)
    cards = {kind: getattr(tab, kind) or ("", None) for kind in CARDS}
    switch = PaymentsForm(
        initial={"milestone_payments": gig.milestone_payments},
        address=reverse("gigs:milestone_payments", args=[gig.slug]),
    )
    context = editor_context(
        request,
        gig,
        "description",
        form=text,
        bench=tab.bench,
        eligibility=gig_milestones(gig),
        trades=SimpleLazyObject(_trades),
        faults=milestone_faults(gig) if more.get("insist") else (),
        **{f"{kind}_key": key for kind, (key, _) in cards.items()},
        **{f"{kind}_form": form for kind, (_, form) in cards.items()},
        idle=not any(key for key, _ in cards.values()),
        table=table_of(tab.bench, cards["split"][1]),
        faq=SimpleLazyObject(lambda: tuple(FaqEntry.objects.filter(gig_id=gig.pk))),
        faq_key=tab.faq[0] if tab.faq else "",
        faq_form=tab.faq[1] if tab.faq else None,
        switch=switch,
        content_version=tab.more.get("content_version", gig.content_version),
        **more,
    )
    return render_page(request, TEMPLATE, context, fragment=fragment, status=status)


def done(
    request: HttpRequest,
    gig: Gig,
    *,
    kind: str,
    anchor: str,
    bench: Workbench | None = None,
    undo: tuple[str, Undo] | None = None,
    **more: Any,
) -> HttpResponse:
    """After an operation: the fresh part for htmx, else back to the tab, which shows again what was typed elsewhere.

    ``undo``: what the answer offers to take back, as (name in the template, offer).
    """
    if wants_fragment(request):
        tab = tab_of(gig, QueryDict(), without=kind, bench=bench)
        offer: dict[str, Any] = {f"{undo[0]}_undo": undo[1]} if undo else {}
        return show(
            request, tab, fragment="faq_part" if kind == "faq" else "milestones_part", **offer, **more
        )
    if undo:
        leave(request, gig, *undo)
    keep(request, gig, without=kind)
    return redirect(f"{tab_url(gig, 'description')}#{anchor}")


def keep(request: HttpRequest, gig: Gig, *, without: str) -> None:
    """Carry what was typed elsewhere on the page over the redirect."""
    posted = request.POST.copy()
    dealt_with = [f"open_{kind}" for kind in (CARDS if without == "milestone" else (without,))]
    for name in ("csrfmiddlewaretoken", *dealt_with):
        posted.pop(name, None)
    dirty = "description" in posted and str(posted["description"]).strip() != gig.description
    if dirty or any(f"open_{kind}" in posted for kind in ("faq", *CARDS)):
        request.session[_key(gig)] = posted.urlencode()[:KEPT_MAX]


def kept(request: HttpRequest, gig: Gig) -> QueryDict:
    """What ``keep`` carried over, once."""
    if _key(gig) not in request.session:
        return QueryDict()
    return QueryDict(request.session.pop(_key(gig)))


def offers(request: HttpRequest, gig: Gig) -> dict[str, Any]:
    """What the last answer left to take back, for a page."""
    return {f"{kind}_undo": left(request, gig, kind) for kind in ("milestone", "substep", "template")}


def _trades() -> str:
    """The subcategories in which gigs may carry milestones, in words."""
    names = list(Subcategory.objects.filter(gig_milestones=True).values_list("name", flat=True))
    return f"{', '.join(names[:-1])} and {names[-1]}" if names[1:] else "".join(names)


def _text_form(tab: Tab) -> DescriptionForm:
    typed = tab.posted.get("description")
    return DescriptionForm(initial={"description": tab.gig.description if typed is None else typed})


def _key(gig: Gig) -> str:
    return f"gig-{gig.pk}"
