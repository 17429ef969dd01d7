"""The Gallery tab: one form around words, new files and the pictures' buttons, so nothing typed is lost."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_http_methods, require_POST

from config.shared.access import Policy, declared
from config.shared.pages import render_page, wants_fragment
from gigs.access import gig_for_owner
from gigs.forms import GalleryForm
from gigs.models import Gig
from gigs.operations import GallerySaved, RemovedImage, move_image, remove_image, restore_image, save_gallery
from gigs.views.editor import attempt, editor_context, moved_to, next_url, tab_url
from gigs.views.milestones import shown
from gigs.views.undo import Undo, leave, left, thawed, undo_of

KIND = "image"


@declared(Policy.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_gallery(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the pictures; on POST save their words and any chosen file, and go on."""
    gig = gig_for_owner(request.user, slug)
    if request.method != "POST":
        return _page(request, gig, GalleryForm(images=gig.images.all()))
    return _save(request, slug, then=next_url(gig, "gallery"))


@declared(Policy.OWNER)
@require_POST
def image_add(request: HttpRequest, slug: str) -> HttpResponse:
    """The same, and stay: chosen files are added or put in the place of others."""
    gig = gig_for_owner(request.user, slug)
    return _save(request, slug, then=tab_url(gig, "gallery"), needs_file=True)


@declared(Policy.OWNER)
@require_POST
def image_remove(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Remove a picture at once; the answer offers to undo it."""
    gig = gig_for_owner(request.user, slug)
    removed, status, words = attempt(partial(remove_image, **_ids(request, gig), image_id=key), _not_found)
    if removed is None:
        return _refused(request, slug, status=status, words=words)
    undo = undo_of(gig, KIND, removed, removed.alt or f"Picture {removed.position}")
    return _after(request, slug, undo=undo, announce=f"Removed “{undo.name}”.")


@declared(Policy.OWNER)
@require_POST
def image_restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Undo a removal."""
    gig = gig_for_owner(request.user, slug)
    removed = RemovedImage(**thawed(request, gig, KIND))
    restore = partial(restore_image, **_ids(request, gig), removed=removed)
    image, status, words = attempt(restore, _not_found)
    if image is None:
        return _refused(request, slug, status=status, words=words)
    return _after(request, slug, saved_id=image.pk, announce="The picture is back.")


@declared(Policy.OWNER)
@require_POST
def image_move(request: HttpRequest, slug: str, key: int, direction: str) -> HttpResponse:
    """Move a picture up, down or to a place; the first is the cover."""
    gig = gig_for_owner(request.user, slug)
    move = partial(move_image, **_ids(request, gig), image_id=key, direction=direction)
    image, status, words = attempt(move, _not_found)
    if image is None:
        return _refused(request, slug, status=status, words=words)
    told = moved_to(key, image.alt, place=image.position, count=gig.images.count(), direction=direction)
    return _after(request, slug, **told)


def _ids(request: HttpRequest, gig: Gig) -> dict[str, Any]:
    """Which gig, whose, and as its page showed it."""
    version = shown(request, "content_version")
    return {"gig_id": gig.pk, "owner_id": gig.seller_id, "content_version": version}


def _save(request: HttpRequest, slug: str, *, then: str, needs_file: bool = False) -> HttpResponse:
    gig = gig_for_owner(request.user, slug)
    form = GalleryForm(request.POST, request.FILES, images=gig.images.all())
    if needs_file and not request.FILES:
        form.add_error("file", "Choose a file.")
    if not form.is_valid():
        return _page(request, gig, form, status=422)
    if not form.says_something():
        return redirect(then)
    saved, status, words = attempt(
        partial(save_gallery, **_ids(request, gig), draft=form.draft()), form.add_error
    )
    if saved is None:
        return _page(request, gig_for_owner(request.user, slug), form, status=status, alert=words)
    fresh = gig_for_owner(request.user, slug)
    told = _told(saved)
    if saved.refused:
        form = GalleryForm(images=fresh.images.all(), refused=saved.refused)
        return _page(request, fresh, form, status=422, announce=told)
    if wants_fragment(request):
        return _page(request, fresh, GalleryForm(images=fresh.images.all()), announce=told)
    if told:
        messages.success(request, told)
    return redirect(then)


def _told(saved: GallerySaved) -> str:
    """``2 pictures are added.``; empty when only words were saved."""
    words = []
    for count, what in ((saved.added, "added"), (saved.replaced, "replaced")):
        if count:
            words.append(f"{count} picture{'s are' if count > 1 else ' is'} {what}.")
    return " ".join(words)


def _after(request: HttpRequest, slug: str, *, undo: Undo | None = None, **more: Any) -> HttpResponse:
    """The pictures as they stand; words that were typed and not saved stay typed."""
    fresh = gig_for_owner(request.user, slug)
    if wants_fragment(request):
        return _page(request, fresh, _retyped(request, fresh), undo=undo, **more)
    if undo:
        leave(request, fresh, KIND, undo)
    return redirect(f"{tab_url(fresh, 'gallery')}#gallery")


def _refused(request: HttpRequest, slug: str, *, status: int, words: str) -> HttpResponse:
    fresh = gig_for_owner(request.user, slug)
    return _page(request, fresh, _retyped(request, fresh), status=status, alert=words)


def _retyped(request: HttpRequest, gig: Gig) -> GalleryForm:
    return GalleryForm(images=gig.images.all(), typed=request.POST)


def _page(
    request: HttpRequest, gig: Gig, form: GalleryForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    undo = SimpleLazyObject(lambda: left(request, gig, KIND))
    form.send_to(reverse("gigs:image_add", args=[gig.slug]))
    context = editor_context(request, gig, "gallery", form=form, **{"undo": undo, **more})
    return render_page(request, "gigs/edit_gallery.html", context, fragment="gallery_part", status=status)


def _not_found(_field: str | None, _message: str) -> None:
    raise Http404
