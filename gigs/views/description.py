"""The "Description & FAQ" tab and its "Save and continue"."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from config.shared.access import Policy, declared
from gigs.access import gig_for_owner
from gigs.checklist import milestone_faults
from gigs.forms import DescriptionForm, FaqForm, MilestoneForm, ShareForm, SubstepForm
from gigs.operations import save_description, set_milestone_payments
from gigs.views.editor import CONFLICT, attempt, next_url
from gigs.views.faq import save_open_faq
from gigs.views.milestones import save_open_milestone, shown
from gigs.views.shares import save_open_split
from gigs.views.substeps import save_open_substep
from gigs.views.tab import Tab, kept, offers, show, tab_of

UNSAVED = {
    "milestone": "This milestone is not saved yet. Save it or cancel.",
    "substep": "This substep is not saved yet. Save it or cancel.",
    "split": "These amounts are not saved yet. Save them or cancel.",
    "faq": "This question is not saved yet. Save it or cancel.",
}


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_description(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the tab; on POST save and continue, or stay and name every fault beside it."""
    gig = gig_for_owner(request.user, slug)
    if request.method != "POST":
        return show(request, tab_of(gig, kept(request, gig)), **offers(request, gig))
    if "enter" in request.POST and (answer := _entered(request, slug)) is not None:
        return answer
    tab = tab_of(gig, request.POST)
    form = DescriptionForm({"description": request.POST.get("description", "")})
    unsaved = _refuse_open_cards(tab)
    if not form.is_valid() or unsaved or milestone_faults(gig):
        return _stay(request, tab, form, status=422)
    save = partial(
        save_description,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        content_version=shown(request, "content_version"),
        description=form.cleaned_data["description"],
    )
    saved, status, words = attempt(save, form.add_error)
    if saved is None:
        tab.gig = gig_for_owner(request.user, slug)
        return _stay(request, tab, form, status=status, alert=words, stale=status == CONFLICT)
    if "payments_shown" in request.POST:
        set_milestone_payments(gig_id=gig.pk, owner_id=gig.seller_id, on="milestone_payments" in request.POST)
    return redirect(next_url(gig, "description"))


def _entered(request: HttpRequest, slug: str) -> HttpResponse | None:
    """Enter was pressed in the only open card: that saves the card."""
    savers = {
        "open_milestone": save_open_milestone,
        "open_substep": save_open_substep,
        "open_split": save_open_split,
        "open_faq": save_open_faq,
    }
    opened = [name for name in savers if request.POST.get(name)]
    return savers[opened[0]](request, slug, request.POST[opened[0]]) if len(opened) == 1 else None


def _refuse_open_cards(tab: Tab) -> bool:
    """Bind every open card to what was typed and say that it is not saved."""
    if tab.milestone:
        card = MilestoneForm(tab.posted, packages=tab.bench.packages)
        card.add_error(None, UNSAVED["milestone"])
        tab.milestone = (tab.milestone[0], card)
    if tab.substep:
        choices = tab.substep[1].fields["packages"].choices  # type: ignore[attr-defined]
        step = SubstepForm(tab.posted, packages=tab.bench.packages)
        step.fields["packages"].choices = choices  # type: ignore[attr-defined]
        step.add_error(None, UNSAVED["substep"])
        tab.substep = (tab.substep[0], step)
    if tab.split:
        column = ShareForm(tab.posted, package=tab.split[1].package, column=tab.split[1].column)
        column.add_error(None, UNSAVED["split"])
        tab.split = (tab.split[0], column) if column.dirty() else None
    if tab.faq:
        entry = FaqForm(tab.posted)
        entry.add_error(None, UNSAVED["faq"])
        tab.faq = (tab.faq[0], entry)
    return bool(tab.milestone or tab.substep or tab.split or tab.faq)


def _stay(
    request: HttpRequest,
    tab: Tab,
    form: DescriptionForm,
    *,
    status: int,
    alert: str = "",
    stale: bool = False,
) -> HttpResponse:
    tab.text = form
    if not stale:
        tab.more["content_version"] = request.POST.get("content_version", "")
    return show(request, tab, status=status, insist=True, alert=alert, stale=stale)
