"""The sizes of a stored picture, read from its name alone: ``gigs/<id>-1600.webp`` says how wide the largest is."""

import re

from django.core.files.storage import default_storage

from config.shared.components import Picture

WIDTHS = (400, 800)
"""Widths in pixels that pages use besides the largest; a picture is never enlarged."""
LARGEST = (1_600, 1_200)
_SIZED = re.compile(r"(?P<stem>.+)-(?P<width>[0-9]{1,4})\.webp")


def name_of(stem: str, width: int) -> str:
    """Stored name of one size."""
    return f"{stem}-{width}.webp"


def sizes_of(name: str) -> dict[int, str]:
    """Every stored size by its width, smallest first; empty for a name that does not say its width."""
    match = _SIZED.fullmatch(name)
    if match is None:
        return {}
    largest = int(match["width"])
    smaller = {width: name_of(match["stem"], width) for width in WIDTHS if width < largest}
    return {**smaller, largest: name}


def picture_of(name: str | None, *, width: int = 400, height: int = 250, alt: str = "") -> Picture | None:
    """What a page needs to show a stored picture; None without a name. Asks neither database nor disk."""
    if not name:
        return None
    url = default_storage.url
    sizes = sizes_of(name)
    srcset = ", ".join(f"{url(held)} {size}w" for size, held in sizes.items()) if len(sizes) > 1 else ""
    return Picture(src=url(sizes.get(WIDTHS[-1], name)), srcset=srcset, width=width, height=height, alt=alt)
