"""The seller's list of own gigs, and what is done with a gig as a whole."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member
from config.shared.access import Policy, declared
from config.shared.commands import CommandForm, fresh_command
from config.shared.pages import render_page, wants_fragment
from gigs.access import gig_for_owner
from gigs.models import Gig
from gigs.operations.drafts import delete_draft
from gigs.operations.duplicating import duplicate_gig
from gigs.queries import own_gigs as read_own_gigs
from gigs.queries.own import next_tab
from gigs.views.editor import attempt, tab_url

GONE = "deleted-gig"


@declared(Policy.MEMBER)
@require_safe
def own_gigs(request: HttpRequest) -> HttpResponse:
    """Every own gig with its state and the next step."""
    rows = [
        {"gig": row, "form": CommandForm(initial=fresh_command(row.version))}
        for row in read_own_gigs(member(request).pk)
    ]
    return render(request, "gigs/own_gigs.html", {"rows": rows})


@declared(Policy.OWNER)
@require_safe
def gig_resume(request: HttpRequest, slug: str) -> HttpResponse:
    """Go on where the gig was left: the first tab that lacks something."""
    gig = gig_for_owner(request.user, slug)
    return redirect(tab_url(gig, next_tab(gig)))


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def gig_delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, then throw a draft away. The same button pressed twice leads to the list as well."""
    if request.method == "POST" and request.session.get(GONE) == slug:
        return redirect("gigs:own_gigs")
    gig = gig_for_owner(request.user, slug)
    form = CommandForm(request.POST if request.method == "POST" else None, initial=fresh_command(gig.version))
    if request.method != "POST" or not form.is_valid():
        return _ask(request, gig, form, status=422 if request.method == "POST" else 200)
    click = form.click(gig.seller_id)
    done, status, words = attempt(lambda: delete_draft(gig_id=gig.pk, click=click) or True, _not_found)
    if not done:
        fresh = gig_for_owner(request.user, slug)
        return _ask(
            request, fresh, CommandForm(initial=fresh_command(fresh.version)), status=status, alert=words
        )
    request.session[GONE] = slug
    messages.success(request, f"“{gig.title}” is deleted.")
    return redirect("gigs:own_gigs")


@declared(Policy.OWNER)
@require_POST
def gig_duplicate(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin another gig as a copy of this one."""
    gig = gig_for_owner(request.user, slug)
    form = CommandForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "This page was incomplete. Please press the button again.")
        return redirect("gigs:own_gigs")
    click = form.click(gig.seller_id)
    copied, _, words = attempt(lambda: duplicate_gig(gig_id=gig.pk, click=click), _not_found)
    if copied is None:
        messages.warning(request, words)
        return redirect("gigs:own_gigs")
    messages.success(request, "This is a copy, kept as a draft. Give it a title of its own.")
    return redirect("gigs:edit_overview", slug=copied)


def _ask(
    request: HttpRequest, gig: Gig, form: CommandForm, *, status: int = 200, alert: str = ""
) -> HttpResponse:
    context = {"gig": gig, "form": form, "alert": alert, "in_dialog": wants_fragment(request)}
    return render_page(request, "gigs/draft_delete.html", context, fragment="act", status=status)


def _not_found(_field: str | None, _message: str) -> None:
    raise Http404
