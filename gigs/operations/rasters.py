"""Decoding what somebody sent as a picture: bounded, upright, in sRGB, on white, without metadata."""

from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageCms, ImageOps

from config.shared.errors import Invalid
from config.shared.uploads import check_upload, safe_name
from gigs.renditions import LARGEST, WIDTHS

FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture encoded anew: its WebP content by width in pixels, and the size of the largest."""

    content: dict[int, bytes]
    width: int
    height: int


def encoded(upload: UploadedFile) -> Raster:
    """Every size of an uploaded picture; of an animated one the first frame. Raises Invalid (field ``file``)."""
    check_upload(upload, field="file")
    name = safe_name(upload.name or "")
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            _check_pixels(name, *picture.size)
            largest = _plain(picture)
            return Raster(_sizes(largest), *largest.size)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise _too_many(name) from fault
    except Invalid:
        raise
    except Exception as fault:  # a decoder that is fed by a stranger may fail in any way
        words = f"“{name}” is no picture that we can read. Use JPEG, PNG or WebP."
        raise Invalid(words, field="file") from fault


def _check_pixels(name: str, width: int, height: int) -> None:
    """Said by the file's head, before anything is decoded."""
    if width * height > settings.IMAGE_MAX_PIXELS:
        raise _too_many(name)


def _too_many(name: str) -> Invalid:
    limit = settings.IMAGE_MAX_PIXELS // 1_000_000
    return Invalid(f"“{name}” has more than {limit} megapixels.", field="file")


def _plain(picture: Image.Image) -> Image.Image:
    """Upright and opaque in sRGB, at most ``LARGEST``."""
    longest = max(LARGEST)
    picture.draft(None, (longest, longest))  # a large JPEG is decoded small, which saves its memory
    picture.load()
    bounded = _eight_bits(ImageOps.exif_transpose(picture))
    bounded.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    coloured = _in_srgb(bounded, picture.info.get("icc_profile"))
    if not coloured.has_transparency_data:
        return coloured.convert("RGB")
    layers = coloured.convert("RGBA")
    paper = Image.new("RGB", layers.size, "white")
    paper.paste(layers, mask=layers.getchannel("A"))
    return paper


def _eight_bits(picture: Image.Image) -> Image.Image:
    """16-bit grey is brought down; palettes, which would be scaled badly, become colours."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in {"1", "P", "PA", "LA"}:
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return picture


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as the picture's own profile means them; a profile that cannot be read is left aside."""
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        turned = ImageCms.profileToProfile(picture, BytesIO(profile), _SRGB, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return turned or picture


def _sizes(largest: Image.Image) -> dict[int, bytes]:
    widths = [width for width in WIDTHS if width < largest.width]
    sized = {width: _webp(_narrowed(largest, width)) for width in widths}
    return {**sized, largest.width: _webp(largest)}


def _narrowed(picture: Image.Image, width: int) -> Image.Image:
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _webp(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
