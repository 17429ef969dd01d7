"""What a page tells machines that link to it: search engines, and sites on which somebody shares its address."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from config.shared.text import clean_line

BRAND_IMAGE = "share.png"
"""Shown for pages without a picture of their own: 1200 by 630 pixels, made of static/src/share.svg."""
SUMMARY_MAX = 160
_ESCAPES = str.maketrans(
    {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


@dataclass(frozen=True, slots=True)
class Share:
    """One page. Addresses are absolute; ``data`` is its schema.org graph, ready to stand inside a script element."""

    title: str
    description: str
    url: str
    image_url: str
    image_alt: str = ""
    kind: str = "website"
    data: SafeString | None = None


def absolute(path: str) -> str:
    """The address of a path of this site for somebody elsewhere."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def brand_image() -> str:
    """Absolute address of the picture of the site."""
    try:
        return absolute(staticfiles_storage.url(BRAND_IMAGE))
    except ValueError:  # no manifest has been made
        return absolute(f"{settings.STATIC_URL}{BRAND_IMAGE}")


def summary(text: str, most: int = SUMMARY_MAX) -> str:
    """The beginning of what a member wrote, on one line and without the marks of formatting."""
    return str(Truncator(clean_line(text.replace("*", ""))).chars(most))


def graph(parts: Sequence[Mapping[str, Any]]) -> SafeString:
    """schema.org facts as JSON-LD that no text can leave: ``<``, ``>`` and ``&`` are written as escapes."""
    data = json.dumps({"@context": "https://schema.org", "@graph": list(parts)}, ensure_ascii=False)
    return mark_safe(data.translate(_ESCAPES))  # noqa: S308 - escaped above


def breadcrumbs(crumbs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The way to a page, from pairs of name and absolute address."""
    places = [
        {"@type": "ListItem", "position": place, "name": name, "item": url}
        for place, (name, url) in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": places}
