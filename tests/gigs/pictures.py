"""Pictures that somebody might send."""

from io import BytesIO
from typing import Any

from PIL import Image


def jpeg(size: tuple[int, int] = (640, 400), *, turned: bool = False) -> bytes:
    """A photograph with hidden words; ``turned`` says that the camera was held upright."""
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    if turned:
        exif[0x0112] = 6
    return encoded(Image.new("RGB", size, "navy"), "JPEG", exif=exif)


def encoded(image: Image.Image, form: str, **more: Any) -> bytes:
    """Any image in any format."""
    out = BytesIO()
    image.save(out, form, **more)
    return out.getvalue()
