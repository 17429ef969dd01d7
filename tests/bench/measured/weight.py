"""Figure 4: what a first visit to the gig page brings over the wire."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.bench import gigs, load
from tests.bench.figures import Line, plain_line
from tests.bench.options import Options

_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
_SCRIPT = re.compile(r'<script(?: type="(\w+)")?[^>]* src="([^"]+)"([^>]*)>')
KIB = 1024


def measure(_asked: Options) -> Iterator[Line]:
    """HTML, style sheets and scripts, compressed; and how many requests stand before the first paint."""
    gig = gigs.live_gig("business-plans", gigs.USUAL)
    page = Client(SERVER_NAME=load.HOST).get(reverse("gigs:gig_detail", args=[gig.slug])).content
    sheets, blocking, later = assets(page.decode())
    sizes = {"html": len(gzip.compress(page, 6))}
    sizes |= {Path(path).name: compressed(path) for path in (*sheets, *blocking, *later)}
    notes = (", ".join(f"{name} {size / KIB:.1f}" for name, size in sizes.items()),)
    yield plain_line(4, "page weight, first visit", [sum(sizes.values()) / KIB], "KB", notes=notes)
    before = [float(1 + len(sheets) + len(blocking))]
    yield plain_line(4, "requests before the first paint", before, "requests")


def assets(page: str) -> tuple[list[str], list[str], list[str]]:
    """Addresses of style sheets, of scripts that hold up the paint, and of those that wait (modules, defer)."""
    scripts = [
        (path, kind == "module" or " defer" in more or " async" in more)
        for kind, path, more in _SCRIPT.findall(page)
    ]
    return (
        _SHEET.findall(page),
        [path for path, waits in scripts if not waits],
        [path for path, waits in scripts if waits],
    )


def compressed(path: str) -> int:
    """The size of a collected file as it travels, in bytes."""
    return len(
        gzip.compress((Path(settings.STATIC_ROOT) / path.removeprefix(settings.STATIC_URL)).read_bytes(), 6)
    )
