"""The Gallery tab: pictures are decoded, bounded and encoded anew, so nothing hidden in a file is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from config.shared.errors import Invalid, Stale
from config.shared.uploads import safe_name
from gigs.models import Gig, GigImage
from gigs.operations.editing import LimitReached, locked_gig, words_moved
from gigs.operations.numbering import inserted, moved, renumber
from gigs.operations.picture_files import delete_files, drop_later, stored
from gigs.operations.rasters import Raster, encoded

UNDO = timedelta(hours=1)
ALT_MAX = 120


@dataclass(frozen=True, slots=True)
class GalleryDraft:
    """The tab as sent: words and new files by picture, and files to append."""

    alts: Mapping[int, str] = field(default_factory=dict)
    replaced: Mapping[int, UploadedFile] = field(default_factory=dict)
    added: Sequence[UploadedFile] = ()


@dataclass(frozen=True, slots=True)
class GallerySaved:
    """What became of it; ``refused`` says in words which files were left out, and why."""

    gig: Gig
    added: int
    replaced: int
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemovedImage:
    """Everything needed to bring a removed picture back; its files wait as long as ``UNDO``."""

    position: int
    name: str
    width: int
    height: int
    alt: str


@dataclass(slots=True)
class _Decoded:
    replaced: dict[int, Raster] = field(default_factory=dict)
    added: list[tuple[str, Raster]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def save_gallery(*, gig_id: int, owner_id: int, content_version: int, draft: GalleryDraft) -> GallerySaved:
    """Store words, new files for pictures, and pictures to append. Raises LimitReached (at 3), Stale.

    Files are decoded before the transaction begins. Good ones are kept and the others named, because a browser
    would make a person choose all of them again.
    """
    decoded = _decode(draft)
    written: list[str] = []
    try:
        with transaction.atomic():
            gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
            return _store(gig, draft, decoded, written)
    except BaseException:
        for name in written:
            delete_files(name)
        raise


@transaction.atomic
def remove_image(*, gig_id: int, owner_id: int, content_version: int, image_id: int) -> RemovedImage:
    """Take a picture away; ``restore_image`` brings the answer back. Its files go when that is over."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    image = _image_of(gig, image_id)
    removed = RemovedImage(image.position, str(image.file.name), image.width, image.height, image.alt)
    image.delete()
    drop_later(removed.name, after=UNDO + timedelta(minutes=10))
    renumber(GigImage, list(gig.images.values_list("pk", flat=True)))
    words_moved(gig)
    return removed


@transaction.atomic
def restore_image(*, gig_id: int, owner_id: int, content_version: int, removed: RemovedImage) -> GigImage:
    """Undo a removal, at its old place. Raises LimitReached, Stale the second time."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    ids = list(gig.images.values_list("pk", flat=True))
    if len(ids) >= settings.GIG_IMAGES_MAX:
        raise _full()
    image = _image(gig, removed.name, len(ids) + 1, (removed.width, removed.height), removed.alt)
    renumber(GigImage, inserted(ids, image.pk, removed.position))
    words_moved(gig)
    return image


@transaction.atomic
def move_image(
    *, gig_id: int, owner_id: int, content_version: int, image_id: int, direction: str
) -> GigImage:
    """Move a picture ``up``, ``down`` or to a place; the first is the cover."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    image = _image_of(gig, image_id)
    order = moved(list(gig.images.values_list("pk", flat=True)), image.pk, direction)
    renumber(GigImage, order)
    words_moved(gig)
    image.position = order.index(image.pk) + 1
    return image


def _decode(draft: GalleryDraft) -> _Decoded:
    """No more files than a gig can have are looked at."""
    decoded, most = _Decoded(), settings.GIG_IMAGES_MAX
    for image_id, upload in list(draft.replaced.items())[:most]:
        if raster := _tried(upload, decoded):
            decoded.replaced[image_id] = raster
    for upload in draft.added[:most]:
        if raster := _tried(upload, decoded):
            decoded.added.append((upload.name or "", raster))
    decoded.refused += [_left_out(upload.name or "") for upload in draft.added[most:]]
    return decoded


def _tried(upload: UploadedFile, decoded: _Decoded) -> Raster | None:
    try:
        return encoded(upload)
    except Invalid as fault:
        decoded.refused.append(fault.message)
        return None


def _store(gig: Gig, draft: GalleryDraft, decoded: _Decoded, written: list[str]) -> GallerySaved:
    images = list(gig.images.all())
    if decoded.added and len(images) >= settings.GIG_IMAGES_MAX:
        raise _full()
    changed = [_retold(image, draft.alts[image.pk]) for image in images if image.pk in draft.alts]
    mine = [image for image in images if image.pk in decoded.replaced]
    for image in mine:
        _replace(image, decoded.replaced[image.pk], written)
    free = settings.GIG_IMAGES_MAX - len(images)
    for place, (_, raster) in enumerate(decoded.added[:free], start=len(images) + 1):
        written.append(stored(raster))
        _image(gig, written[-1], place, (raster.width, raster.height))
    if written or any(changed):
        words_moved(gig)
    refused = (*decoded.refused, *(_left_out(name) for name, _ in decoded.added[free:]))
    return GallerySaved(gig, len(decoded.added[:free]), len(mine), refused)


def _retold(image: GigImage, alt: str) -> bool:
    if len(alt) > ALT_MAX:
        raise Invalid(f"Keep it within {ALT_MAX} characters.", field=f"alt-{image.pk}")
    changed = image.alt != alt
    if changed:
        image.alt = alt
        image.save(update_fields=["alt"])
    return changed


def _replace(image: GigImage, raster: Raster, written: list[str]) -> None:
    drop_later(str(image.file.name))
    written.append(stored(raster))
    image.file.name = written[-1]
    image.width, image.height = raster.width, raster.height
    image.save(update_fields=["file", "width", "height"])


def _image(gig: Gig, name: str, position: int, size: tuple[int, int], alt: str = "") -> GigImage:
    image = GigImage(gig=gig, file=name, position=position, alt=alt, width=size[0], height=size[1])
    image.save(force_insert=True)
    return image


def _full() -> LimitReached:
    return LimitReached(f"A gig has at most {settings.GIG_IMAGES_MAX} pictures.")


def _left_out(name: str) -> str:
    return f"A gig has at most {settings.GIG_IMAGES_MAX} pictures; “{safe_name(name)}” was left out."


def _image_of(gig: Gig, image_id: int) -> GigImage:
    image = GigImage.objects.filter(pk=image_id).first()
    if image is None:
        raise Stale("This picture was removed meanwhile.")
    if image.gig_id != gig.pk:
        raise GigImage.DoesNotExist
    return image
