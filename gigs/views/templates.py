"""Workflow templates: a page of its own each, shown as a dialog of the tab where there is JavaScript."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from config.shared.access import Policy, declared
from config.shared.pages import render_page, wants_fragment
from gigs.access import gig_for_owner
from gigs.eligibility import gig_milestones
from gigs.forms import TemplateForm
from gigs.models import Gig
from gigs.operations import (
    delete_template,
    remove_all_milestones,
    rename_template,
    save_template,
    use_template,
)
from gigs.queries import templates_for, workbench
from gigs.states import VISIBLE
from gigs.views.editor import attempt, editor_context
from gigs.views.milestones import PART, shown
from gigs.views.tab import done, keep, show, tab_of
from gigs.views.undo import undo_of

LIST, NAMING = "gigs/template_list.html", "gigs/template_new.html"
KIND = "template"


@dataclass(frozen=True, slots=True)
class Began:
    """That a template was used; the version of the gig says whether it can still be taken back."""

    version: int


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def template_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What a workflow can begin from; a POST comes from the tab and keeps what was typed there."""
    gig = gig_for_owner(request.user, slug)
    if request.method == "POST":
        keep(request, gig, without="nothing")
        return redirect("gigs:template_list", slug=slug)
    return _list(request, gig)


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def template_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a name, then keep the gig's workflow under it."""
    gig = gig_for_owner(request.user, slug)
    if request.method == "POST" and "name" not in request.POST:
        keep(request, gig, without="nothing")
        return redirect("gigs:template_new", slug=slug)
    form = TemplateForm(request.POST if request.method == "POST" else None, initial={"name": _default(gig)})
    if request.method != "POST":
        return _naming(request, gig, form)
    if not form.is_valid():
        return _naming(request, gig, form, status=422)
    save = partial(save_template, gig_id=gig.pk, owner_id=gig.seller_id, name=form.cleaned_data["name"])
    saved, status, words = attempt(save, form.add_error)
    if saved is None:
        return _naming(request, gig, form, status=status, alert=words)
    messages.success(request, f"“{saved.name}” is saved. You find it under “Use a template”.")
    return _into_tab(done(request, gig, kind="nothing", anchor="milestones"))


@declared(Policy.OWNER)
@require_POST
def template_use(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Copy a template into the gig; the answer offers to take it back."""
    gig = gig_for_owner(request.user, slug)
    use = partial(
        use_template, gig_id=gig.pk, owner_id=gig.seller_id, version=shown(request), template_id=key
    )
    used, status, words = attempt(use, _not_found)
    if used is None:
        return _refused(request, slug, status=status, words=words)
    undo = undo_of(gig, KIND, Began(used.gig.version), used.name)
    return _into_tab(done(request, used.gig, kind="milestone", anchor="milestones", undo=(KIND, undo)))


@declared(Policy.OWNER)
@require_POST
def template_undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a template's milestones away again, as long as nothing has changed since."""
    gig = gig_for_owner(request.user, slug)
    remove = partial(remove_all_milestones, gig_id=gig.pk, owner_id=gig.seller_id, version=shown(request))
    fresh, status, words = attempt(remove, _not_found)
    if fresh is None:
        return _refused(request, slug, status=status, words=words)
    messages.success(request, "The milestones of the template are removed.")
    return done(request, fresh, kind="milestone", anchor="milestones")


@declared(Policy.OWNER)
@require_POST
def template_rename(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Give an own template another name."""
    gig = gig_for_owner(request.user, slug)
    form = TemplateForm(request.POST)
    if not form.is_valid():
        return _list(request, gig, status=422, renaming=key, form=form)
    rename = partial(rename_template, owner_id=gig.seller_id, template_id=key, name=form.cleaned_data["name"])
    renamed, status, words = attempt(rename, form.add_error)
    if renamed is None:
        return _list(request, gig, status=status, alert=words, renaming=key, form=form)
    return _listed(request, gig, f"The template is called “{renamed.name}” now.")


@declared(Policy.OWNER)
@require_POST
def template_delete(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Delete an own template; the button stands behind a question."""
    gig = gig_for_owner(request.user, slug)
    delete = partial(delete_template, owner_id=gig.seller_id, template_id=key)
    name, status, words = attempt(delete, _not_found)
    if name is None:
        return _list(request, gig, status=status, alert=words)
    return _listed(request, gig, f"“{name}” is deleted. Gigs that began from it stay as they are.")


def _default(gig: Gig) -> str:
    """The gig's title without its opening words."""
    title = gig.title.removeprefix("I will ").strip()
    return f"{title[:1].upper()}{title[1:]}"[:80]


def _list(request: HttpRequest, gig: Gig, *, status: int = 200, **more: Any) -> HttpResponse:
    bench = workbench(gig)
    cards = templates_for(gig, bench)
    allowed = gig_milestones(gig)
    context = editor_context(
        request,
        gig,
        "description",
        platform=[card for card in cards if not card.own],
        own=[card for card in cards if card.own],
        can_use=allowed.ok and not gig.milestone_count,
        basic=bench.packages[0] if bench.packages else None,
        eligibility=allowed,
        on_market=gig.state in VISIBLE,
        back=f"{reverse('gigs:edit_description', args=[gig.slug])}#milestones",
        previewed=False,
        **more,
    )
    return render_page(request, LIST, context, fragment="list", status=status)


def _listed(request: HttpRequest, gig: Gig, words: str) -> HttpResponse:
    """The list anew, saying what happened."""
    if wants_fragment(request):
        return _list(request, gig, told=words)
    messages.success(request, words)
    return redirect("gigs:template_list", slug=gig.slug)


def _naming(
    request: HttpRequest, gig: Gig, form: TemplateForm, *, status: int = 200, alert: str = ""
) -> HttpResponse:
    back = f"{reverse('gigs:edit_description', args=[gig.slug])}#milestones"
    context = editor_context(request, gig, "description", form=form, alert=alert, back=back, previewed=False)
    return render_page(request, NAMING, context, fragment="naming", status=status)


def _refused(request: HttpRequest, slug: str, *, status: int, words: str) -> HttpResponse:
    tab = tab_of(gig_for_owner(request.user, slug), request.POST)
    return _into_tab(show(request, tab, fragment=PART, status=status, part_alert=words))


def _into_tab(response: HttpResponse) -> HttpResponse:
    """From a dialog: the answer is the tab's part, not the dialog's."""
    return reswap(retarget(response, "#milestones"), "outerHTML")


def _not_found(_field: str | None, _message: str) -> None:
    raise Http404
