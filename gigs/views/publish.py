"""The Publish tab: what is missing, and the buttons of the table in gigs/states.py."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from config.shared.access import Policy, declared
from config.shared.commands import CommandForm, fresh_command
from gigs.access import gig_for_owner
from gigs.checklist import Missing, missing, wishes
from gigs.models import Gig
from gigs.operations import pause_gig, publish_gig, resume_gig
from gigs.states import OWNER, GigAction, actions_of
from gigs.views.editor import LABELS, attempt, editor_context, tab_url

OPERATIONS = {GigAction.PUBLISH: publish_gig, GigAction.RESUME: resume_gig, GigAction.PAUSE: pause_gig}
SAID = {
    GigAction.PUBLISH: "Your gig is live. Customers can find and order it.",
    GigAction.RESUME: "Your gig is live again.",
    GigAction.PAUSE: "Your gig is paused. Nobody can order it until you resume it.",
}


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where the gig stands."""
    gig = gig_for_owner(request.user, slug)
    return redirect("gigs:own_gigs") if request.method == "POST" else _page(request, gig)


@declared(Policy.OWNER)
@require_POST
def gig_act(request: HttpRequest, slug: str, action: str) -> HttpResponse:
    """Publish, pause or resume."""
    gig = gig_for_owner(request.user, slug)
    if action not in OPERATIONS:
        raise Http404
    form = CommandForm(request.POST)
    if not form.is_valid():
        return _page(
            request, gig, status=422, alert="This page was incomplete. Please press the button again."
        )
    chosen = GigAction(action)
    click = form.click(gig.seller_id)
    changed, status, words = attempt(lambda: OPERATIONS[chosen](gig_id=gig.pk, click=click), _not_found)
    if changed is None:
        return _page(request, gig_for_owner(request.user, slug), status=status, alert=words)
    messages.success(request, SAID[chosen])
    return (
        redirect("gigs:gig_detail", slug=slug)
        if chosen != GigAction.PAUSE
        else redirect(tab_url(gig, "publish"))
    )


def _page(request: HttpRequest, gig: Gig, *, status: int = 200, alert: str = "") -> HttpResponse:
    context = editor_context(
        request,
        gig,
        "publish",
        missing=[_item(gig, item) for item in missing(gig)],
        wishes=[_item(gig, item) for item in wishes(gig)],
        actions=actions_of(gig.state, OWNER),
        form=CommandForm(initial=fresh_command(gig.version)),
        alert=alert,
    )
    return render(request, "gigs/edit_publish.html", context, status=status)


def _item(gig: Gig, item: Missing) -> dict[str, str]:
    """A line of the check list with the way to the tab and the field."""
    return {"text": item.text, "tab": LABELS[item.tab], "href": f"{tab_url(gig, item.tab)}#{item.anchor}"}


def _not_found(_field: str | None, _message: str) -> None:
    raise Http404
