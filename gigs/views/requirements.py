"""The Requirements tab: questions to the buyer, one form around everything."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_http_methods, require_POST

from config.shared.access import Policy, declared
from config.shared.pages import render_page, wants_fragment
from gigs.access import gig_for_owner
from gigs.forms import QuestionForm
from gigs.forms.fields import read_whole
from gigs.forms.questions import initial_of
from gigs.models import Gig
from gigs.operations import (
    RemovedQuestion,
    add_question,
    edit_question,
    move_question,
    remove_question,
    restore_question,
)
from gigs.views.editor import CONFLICT, attempt, editor_context, moved_to, next_url, tab_url
from gigs.views.milestones import shown
from gigs.views.undo import Undo, leave, left, thawed, undo_of

NEW = "new"
KIND = "question"
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
    """Remove a question at once; the answer offers to undo it."""
    gig = gig_for_owner(request.user, slug)
    remove = partial(remove_question, **_ids(request, gig), question_id=key)
    removed, status, words = attempt(remove, _not_found)
    if removed is None:
        return _page(request, gig_for_owner(request.user, slug), status=status, alert=words)
    undo = undo_of(gig, KIND, removed, removed.text)
    return _after(request, slug, undo=undo, announce=f"Removed “{undo.name}”.")


@declared(Policy.OWNER)
@require_POST
def question_restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Undo a removal."""
    gig = gig_for_owner(request.user, slug)
    removed = RemovedQuestion(**thawed(request, gig, KIND))
    restore = partial(restore_question, **_ids(request, gig), removed=removed)
    question, status, words = attempt(restore, _not_found)
    if question is None:
        return _page(request, gig_for_owner(request.user, slug), status=status, alert=words)
    return _after(request, slug, saved_id=question.pk, announce=f"“{question.text}” is back.")


@declared(Policy.OWNER)
@require_POST
def question_move(request: HttpRequest, slug: str, key: int, direction: str) -> HttpResponse:
    """Move a question up, down or to a place."""
    gig = gig_for_owner(request.user, slug)
    move = partial(move_question, **_ids(request, gig), question_id=key, direction=direction)
    row, status, words = attempt(move, _not_found)
    if row is None:
        return _page(request, gig_for_owner(request.user, slug), status=status, alert=words)
    count = gig.questions.count()
    return _after(
        request, slug, **moved_to(key, row.text, place=row.position, count=count, direction=direction)
    )


def _ids(request: HttpRequest, gig: Gig) -> dict[str, Any]:
    """Which gig, whose, and as its page showed it."""
    version = shown(request, "content_version")
    return {"gig_id": gig.pk, "owner_id": gig.seller_id, "content_version": version}


def _save(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    gig = gig_for_owner(request.user, slug)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, gig, (key, form), status=422)
    ids = _ids(request, gig) | {"draft": form.draft()}
    save = (
        partial(add_question, **ids)
        if key == NEW
        else partial(edit_question, question_id=read_whole(key), **ids)
    )
    saved, status, words = attempt(save, form.add_error)
    if saved is not None:
        return _after(request, slug, saved_id=saved.pk, announce="The question is saved.")
    fresh = gig_for_owner(request.user, slug)
    held = fresh.questions.filter(pk=read_whole(key)).first()
    gone = status == CONFLICT and held is None
    stored = held if status == CONFLICT else None
    return _page(
        request, fresh, (NEW if gone else key, form), status=status, alert=words, fresh_question=stored
    )


def _after(request: HttpRequest, slug: str, *, undo: Undo | None = None, **more: Any) -> HttpResponse:
    fresh = gig_for_owner(request.user, slug)
    if wants_fragment(request):
        return _page(request, fresh, undo=undo, **more)
    if undo:
        leave(request, fresh, KIND, undo)
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
        **{"undo": SimpleLazyObject(lambda: left(request, gig, KIND)), **more},
    )
    return render_page(
        request, "gigs/edit_requirements.html", context, fragment="questions_part", status=status
    )


def _not_found(_field: str | None, _message: str) -> None:
    raise Http404
