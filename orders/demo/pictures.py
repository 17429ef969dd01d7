"""Pictures for some gigs of the demo market: compositions in the site's colours, drawn alike at every load."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from orders.demo.canvas import FINE, Canvas, Palette
from orders.demo.compositions import DRAWN

SIZE = (1_000, 625)
PALETTES = (
    Palette("#f7f6f2", "#e5e2da", "#27406e", "#14294d", "#f2a516"),
    Palette("#14294d", "#27406e", "#84b1ff", "#4a7fdc", "#f7b53a"),
    Palette("#dfe8fa", "#c3d5f6", "#1f5fcc", "#164a9f", "#f2a516"),
)


def picture(name: str, colours: int) -> SimpleUploadedFile:
    """One composition as a seller would send it. Raises KeyError for a name that nobody draws."""
    palette = PALETTES[colours % len(PALETTES)]
    image = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), palette.ground)
    DRAWN[name](Canvas(ImageDraw.Draw(image), palette))
    out = BytesIO()
    image.reduce(FINE).save(out, "PNG", compress_level=1)
    return SimpleUploadedFile(f"{name}.png", out.getvalue(), content_type="image/png")
