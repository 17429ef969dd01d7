"""The Requirements tab: questions to the buyer, one form around everything."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from config.shared.access import Policy, declared
from config.shared.pages import render_page
from gigs.access import gig_for_owner
from gigs.forms import QuestionForm
from gigs.forms.fields import read_whole
from gigs.forms.questions import initial_of
from gigs.models import Gig
from gigs.operations import add_question, edit_question, move_question, remove_question
from gigs.views.editor import CONFLICT, attempt, editor_context, next_url, tab_url
from gigs.views.milestones import shown

NEW = "new"
UNSAVED = "This question is not saved yet. Save it or cancel."


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_requirements(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the tab; on POST go on, unless a question is open and not saved."""
    gig = gig_for_owner(request.user, slug)
    if request.method != "POST":
        return _page(request, gig)
    key = request.POST.get("open_question")
    if key and "enter" in request.POST:
        return _save(request, slug, key)
    if key:
        form = QuestionForm(request.POST)
        form.add_error(None, UNSAVED)
        return _page(request, gig, (key, form), status=422)
    return redirect(next_url(gig, "requirements"))


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def question_card(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Open a question (``key`` is ``new`` or an id), or save it."""
    if request.method == "POST" and "open_question" in request.POST:
        return _save(request, slug, key)
    gig = gig_for_owner(request.user, slug)
    held = gig.questions.filter(pk=read_whole(key)).first()
    if key != NEW and held is None:
        raise Http404
    form = QuestionForm(initial=initial_of(held) if held else {})
    form.fields["text"].widget.attrs["data-focus"] = True
    return _page(request, gig, (key, form))


@declared(Policy.OWNER)
@require_POST
def question_remove(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Remove a question."""
    gig = gig_for_owner(request.user, slug)
    remove = partial(
        remove_question,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        content_version=shown(request, "content_version"),
        question_id=key,
    )
    return _after(request, slug, attempt(remove, _not_found))


@declared(Policy.OWNER)
@require_POST
def question_move(request: HttpRequest, slug: str, key: int, direction: str) -> HttpResponse:
    """Move a question up or down."""
    gig = gig_for_owner(request.user, slug)
    move = partial(
        move_question,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        content_version=shown(request, "content_version"),
        question_id=key,
        direction=direction,
    )
    return _after(request, slug, attempt(move, _not_found))


def _save(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    gig = gig_for_owner(request.user, slug)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, gig, (key, form), status=422)
    ids: dict[str, Any] = {
        "gig_id": gig.pk,
        "owner_id": gig.seller_id,
        "content_version": shown(request, "content_version"),
        "draft": form.draft(),
    }
    save = (
        partial(add_question, **ids)
        if key == NEW
        else partial(edit_question, question_id=read_whole(key), **ids)
    )
    saved, status, words = attempt(save, form.add_error)
    if saved is not None:
        return _after(request, slug, (saved, status, words))
    fresh = gig_for_owner(request.user, slug)
    gone = status == CONFLICT and not fresh.questions.filter(pk=read_whole(key)).exists()
    return _page(request, fresh, (NEW if gone else key, form), status=status, alert=words)


def _after(request: HttpRequest, slug: str, outcome: tuple[object, int, str]) -> HttpResponse:
    result, status, words = outcome
    fresh = gig_for_owner(request.user, slug)
    if result is None:
        return _page(request, fresh, status=status, alert=words)
    if request.headers.get("HX-Request"):
        return _page(request, fresh)
    return redirect(f"{tab_url(fresh, 'requirements')}#questions")


def _page(
    request: HttpRequest,
    gig: Gig,
    opened: tuple[str, QuestionForm] | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = editor_context(
        request,
        gig,
        "requirements",
        questions=tuple(gig.questions.all()),
        question_key=opened[0] if opened else "",
        question_form=opened[1] if opened else None,
        **more,
    )
    return render_page(
        request, "gigs/edit_requirements.html", context, fragment="questions_part", status=status
    )


def _not_found(_field: str | None, _message: str) -> None:
    raise Http404
