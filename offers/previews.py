"""A small picture of a picture: decoded within bounds and drawn anew, so that nothing of the file itself is shown."""

from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
BOUNDS = (480, 360)
"""Width and height in pixels that a preview fits into; a smaller picture is not enlarged."""


@dataclass(frozen=True, slots=True)
class Preview:
    """WebP content, and its size in pixels."""

    content: bytes
    width: int
    height: int


def preview_of(upload: UploadedFile) -> Preview | None:
    """What to show of a file; None for what is no picture, is broken, or has over ``IMAGE_MAX_PIXELS``.

    The type that the browser named and the ending count for nothing. The file is left at its beginning.
    """
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > settings.IMAGE_MAX_PIXELS:
                return None
            return _encoded(_small(picture))
    except Exception:  # noqa: BLE001 - a decoder that is fed by a stranger may fail in any way; the file is kept as it is
        return None
    finally:
        upload.seek(0)


def _small(picture: Image.Image) -> Image.Image:
    """Upright, opaque, within the bounds; of an animation the first frame."""
    picture.draft(
        "RGB", (2 * BOUNDS[0], 2 * BOUNDS[0])
    )  # a large JPEG is decoded small, which saves its memory
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in {"RGB", "RGBA", "L"}:
        upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    upright.thumbnail(BOUNDS)
    layers = upright.convert("RGBA")
    paper = Image.new("RGB", layers.size, "white")
    paper.paste(layers, mask=layers.getchannel("A"))
    return paper


def _encoded(picture: Image.Image) -> Preview:
    out = BytesIO()
    picture.save(out, "WEBP", quality=80, method=4)
    return Preview(out.getvalue(), picture.width, picture.height)
