"""Profile pictures: checked, turned upright, cut square, re-encoded without anything the camera wrote."""

import secrets
from io import BytesIO
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

from config.shared.errors import Invalid

LARGE = 320
SMALL = 96
MAX_BYTES = 10 * 2**20
FORMATS = ("JPEG", "PNG", "WEBP")


def check_picture(upload: IO[bytes], size: int) -> None:
    """Refuse what is too large or no picture, before a single pixel is decoded. Raises Invalid."""
    if size > MAX_BYTES:
        raise Invalid(f"The picture is larger than {MAX_BYTES // 2**20} MiB.", field="picture")
    try:
        with Image.open(upload, formats=FORMATS) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Invalid("Choose a picture in the format JPEG, PNG or WebP.", field="picture") from error
    if width * height > settings.IMAGE_MAX_PIXELS:
        raise Invalid(
            f"The picture has more than {settings.IMAGE_MAX_PIXELS // 1_000_000} million pixels.",
            field="picture",
        )
    upload.seek(0)


def store_picture(upload: IO[bytes], size: int) -> str:
    """Write the square sizes; returns the stored name of the large one. Raises Invalid."""
    check_picture(upload, size)
    try:
        with Image.open(upload, formats=FORMATS) as image:
            square = _square(image)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Invalid("The picture is damaged. Save it again and choose it anew.", field="picture") from error
    stem = f"pictures/{secrets.token_urlsafe(12).replace('_', '-')}"
    name = default_storage.save(f"{stem}.webp", ContentFile(_encoded(square)))
    default_storage.save(
        small_name(name), ContentFile(_encoded(square.resize((SMALL, SMALL), Image.Resampling.LANCZOS)))
    )
    return name


def small_name(name: str) -> str:
    """Stored name of the small size."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}-small.{ending}"


def remove_picture(name: str) -> None:
    """Delete both sizes; missing files are fine."""
    if name:
        default_storage.delete(name)
        default_storage.delete(small_name(name))


def _square(image: Image.Image) -> Image.Image:
    """Upright, cut to the middle square, on white, with no metadata: only pixels are copied."""
    upright = ImageOps.exif_transpose(image)
    fitted = ImageOps.fit(upright.convert("RGBA"), (LARGE, LARGE), Image.Resampling.LANCZOS)
    plain = Image.new("RGB", fitted.size, "white")
    plain.paste(fitted, mask=fitted.getchannel("A"))
    return plain


def _encoded(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=82, method=4)
    return buffer.getvalue()
