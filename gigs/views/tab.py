"""The page of "Description & FAQ": one form around everything, so nothing typed is lost, with or without JavaScript.

Buttons inside it carry their own address. What a page held when a button was pressed comes along as ``posted``: text
that is not saved yet and open cards are shown again as they were typed.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from config.shared.pages import render_page, wants_fragment
from gigs.checklist import milestone_faults
from gigs.eligibility import gig_milestones
from gigs.forms import DescriptionForm, FaqForm, MilestoneForm, PaymentsForm, SubstepForm
from gigs.forms.fields import read_whole
from gigs.forms.milestones import retyped
from gigs.models import FaqEntry, Gig
from gigs.queries import Card, Workbench, workbench
from gigs.views.editor import editor_context, tab_url

KEPT_MAX = 20_000
NEW = "new"
TEMPLATE = "gigs/edit_description.html"


@dataclass
class Tab:
    """What stands open on the tab. A card's key is ``new`` or an id, a substep's ``<milestone>-<new or id>``."""

    gig: Gig
    bench: Workbench
    posted: QueryDict
    text: DescriptionForm | None = None
    milestone: tuple[str, MilestoneForm] | None = None
    substep: tuple[str, SubstepForm] | None = None
    faq: tuple[str, FaqForm] | None = None
    more: dict[str, Any] = field(default_factory=dict)


def tab_of(gig: Gig, posted: QueryDict | None = None, *, without: str = "") -> Tab:
    """The tab as its page held it; ``without`` names the kind of card that was just dealt with."""
    tab = Tab(gig=gig, bench=workbench(gig), posted=posted or QueryDict())
    held = tab.posted
    if (key := held.get("open_milestone")) and without != "milestone":
        open_milestone(tab, key, typed=True)
    if (key := held.get("open_substep")) and without != "milestone":
        open_substep(tab, key, typed=True)
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
    tab.milestone, tab.substep = (key, form), None


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
    tab.substep, tab.milestone = (key, form), None


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
        faults=milestone_faults(gig) if more.get("insist") else (),
        milestone_key=tab.milestone[0] if tab.milestone else "",
        milestone_form=tab.milestone[1] if tab.milestone else None,
        substep_key=tab.substep[0] if tab.substep else "",
        substep_form=tab.substep[1] if tab.substep else None,
        faq=SimpleLazyObject(lambda: tuple(FaqEntry.objects.filter(gig_id=gig.pk))),
        faq_key=tab.faq[0] if tab.faq else "",
        faq_form=tab.faq[1] if tab.faq else None,
        switch=switch,
        content_version=tab.more.get("content_version", gig.content_version),
        **more,
    )
    return render_page(request, TEMPLATE, context, fragment=fragment, status=status)


def done(request: HttpRequest, gig: Gig, *, kind: str, anchor: str, **more: Any) -> HttpResponse:
    """After an operation: the fresh part for htmx, else back to the tab, which shows again what was typed elsewhere."""
    if wants_fragment(request):
        tab = tab_of(gig, QueryDict(), without=kind)
        return show(request, tab, fragment="faq_part" if kind == "faq" else "milestones_part", **more)
    keep(request, gig, without=kind, undo=more.get("undo", ""))
    return redirect(f"{tab_url(gig, 'description')}#{anchor}")


def keep(request: HttpRequest, gig: Gig, *, without: str, undo: str = "") -> None:
    """Carry what was typed elsewhere on the page over the redirect."""
    posted = request.POST.copy()
    for name in (
        "csrfmiddlewaretoken",
        f"open_{without}",
        *(["open_substep"] if without == "milestone" else []),
    ):
        posted.pop(name, None)
    dirty = "description" in posted and str(posted["description"]).strip() != gig.description
    if dirty or "open_faq" in posted or "open_milestone" in posted or "open_substep" in posted or undo:
        request.session[_key(gig)] = {"posted": posted.urlencode()[:KEPT_MAX], "undo": undo}


def kept(request: HttpRequest, gig: Gig) -> tuple[QueryDict, str]:
    """What ``keep`` carried over, once: (what was typed, the token that undoes a removal)."""
    if _key(gig) not in request.session:
        return QueryDict(), ""
    held = request.session.pop(_key(gig))
    return QueryDict(held["posted"]), held["undo"]


def undo_name(token: str, gig: Gig) -> str:
    """Name of the removed milestone that a token brings back; empty when it is no token of this gig."""
    try:
        held = signing.loads(token, salt=f"gig-{gig.pk}", max_age=86_400) if token else {}
    except signing.BadSignature:
        return ""
    return str(held.get("name", ""))


def _text_form(tab: Tab) -> DescriptionForm:
    typed = tab.posted.get("description")
    return DescriptionForm(initial={"description": tab.gig.description if typed is None else typed})


def _key(gig: Gig) -> str:
    return f"gig-{gig.pk}"
