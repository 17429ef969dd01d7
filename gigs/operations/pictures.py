"""The Gallery tab: pictures are decoded, bounded and encoded anew, so nothing hidden in the file is kept."""

import uuid
from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from config.shared.errors import Invalid, Stale
from config.shared.uploads import check_upload
from gigs.models import Gig, GigImage
from gigs.operations.editing import LimitReached, locked_gig, moved, renumber, words_moved

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST = (1_600, 1_200)
QUALITY = 82


def add_image(
    *, gig_id: int, owner_id: int, content_version: int, upload: UploadedFile, alt: str = ""
) -> GigImage:
    """Append a picture. Raises Invalid (field ``file``), LimitReached (at 3), Stale.

    It is decoded before the transaction begins, and stored only if the row is.
    """
    content, (width, height) = reencoded(upload)
    with transaction.atomic():
        gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
        count = gig.images.count()
        if count >= settings.GIG_IMAGES_MAX:
            raise LimitReached(f"A gig has at most {settings.GIG_IMAGES_MAX} pictures.")
        words_moved(gig)
        image = GigImage(gig=gig, position=count + 1, alt=alt, width=width, height=height)
        image.file.save(f"{uuid.uuid4().hex}.webp", content, save=False)
        image.save(force_insert=True)
    return image


@transaction.atomic
def remove_image(*, gig_id: int, owner_id: int, content_version: int, image_id: int) -> Gig:
    """Take a picture away; its file goes after commit."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    image = _image_of(gig, image_id)
    storage, name = image.file.storage, str(image.file.name)
    image.delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)
    renumber(GigImage, list(gig.images.values_list("pk", flat=True)))
    words_moved(gig)
    return gig


@transaction.atomic
def move_image(
    *, gig_id: int, owner_id: int, content_version: int, image_id: int, direction: str
) -> GigImage:
    """Move a picture ``up`` or ``down``; the first is the cover."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    image = _image_of(gig, image_id)
    renumber(GigImage, moved(list(gig.images.values_list("pk", flat=True)), image.pk, direction))
    words_moved(gig)
    return image


def reencoded(upload: UploadedFile) -> tuple[ContentFile, tuple[int, int]]:
    """The picture as WebP without metadata, turned upright, at most 1600 by 1200, and its size. Raises Invalid."""
    check_upload(upload, field="file")
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            _check_pixels(*picture.size)
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as fault:
        raise Invalid("This is no picture that we can read. Use JPEG, PNG or WebP.", field="file") from fault
    upright.thumbnail(LARGEST)
    out = BytesIO()
    upright.save(out, "WEBP", quality=QUALITY, method=4)
    return ContentFile(out.getvalue()), upright.size


def _check_pixels(width: int, height: int) -> None:
    if width * height > settings.IMAGE_MAX_PIXELS:
        limit = settings.IMAGE_MAX_PIXELS // 1_000_000
        raise Invalid(f"This picture has more than {limit} megapixels.", field="file")


def _image_of(gig: Gig, image_id: int) -> GigImage:
    image = GigImage.objects.filter(pk=image_id).first()
    if image is None:
        raise Stale("This picture was removed meanwhile.")
    if image.gig_id != gig.pk:
        raise GigImage.DoesNotExist
    return image
