"""The Gallery tab."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from config.shared.access import Policy, declared
from gigs.access import gig_for_owner
from gigs.forms import ImageForm
from gigs.models import Gig
from gigs.operations import add_image, move_image, remove_image
from gigs.views.editor import attempt, editor_context, next_url, tab_url
from gigs.views.milestones import shown


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_gallery(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the pictures; on POST go on, with a picture that was chosen but not added yet."""
    gig = gig_for_owner(request.user, slug)
    if request.method != "POST":
        return _page(request, gig, ImageForm())
    if request.FILES:
        return _add(request, slug, then=next_url(gig, "gallery"))
    return redirect(next_url(gig, "gallery"))


@declared(Policy.OWNER)
@require_POST
def image_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a picture."""
    gig = gig_for_owner(request.user, slug)
    return _add(request, slug, then=tab_url(gig, "gallery"))


@declared(Policy.OWNER)
@require_POST
def image_remove(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Remove a picture."""
    gig = gig_for_owner(request.user, slug)
    remove = partial(
        remove_image,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        content_version=shown(request, "content_version"),
        image_id=key,
    )
    return _after(request, gig, attempt(remove, _not_found))


@declared(Policy.OWNER)
@require_POST
def image_move(request: HttpRequest, slug: str, key: int, direction: str) -> HttpResponse:
    """Move a picture up or down; the first is the cover."""
    gig = gig_for_owner(request.user, slug)
    move = partial(
        move_image,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        content_version=shown(request, "content_version"),
        image_id=key,
        direction=direction,
    )
    return _after(request, gig, attempt(move, _not_found))


def _add(request: HttpRequest, slug: str, *, then: str) -> HttpResponse:
    gig = gig_for_owner(request.user, slug)
    form = ImageForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, gig, form, status=422)
    add = partial(
        add_image,
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        content_version=shown(request, "content_version"),
        upload=form.cleaned_data["file"],
        alt=form.cleaned_data["alt"],
    )
    added, status, words = attempt(add, form.add_error)
    if added is None:
        return _page(request, gig_for_owner(request.user, slug), form, status=status, alert=words)
    messages.success(request, "The picture is added.")
    return redirect(then)


def _after(request: HttpRequest, gig: Gig, outcome: tuple[object, int, str]) -> HttpResponse:
    result, status, words = outcome
    if result is None:
        return _page(request, gig_for_owner(request.user, gig.slug), ImageForm(), status=status, alert=words)
    return redirect(tab_url(gig, "gallery"))


def _page(request: HttpRequest, gig: Gig, form: ImageForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = editor_context(request, gig, "gallery", form=form, images=tuple(gig.images.all()), **more)
    return render(request, "gigs/edit_gallery.html", context, status=status)


def _not_found(_field: str | None, _message: str) -> None:
    raise Http404
