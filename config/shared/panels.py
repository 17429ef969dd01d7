"""Panels: parts of a lower app's page rendered by the higher app that owns the facts."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

Panel = Callable[[HttpRequest, Any], str]
_panels: dict[str, list[Panel]] = defaultdict(list)


def register(place: str, panel: Panel) -> None:
    """Add a panel to a place such as ``gig_detail.below``; called from ``AppConfig.ready()``."""
    if panel not in _panels[place]:
        _panels[place].append(panel)


def render_panels(place: str, request: HttpRequest, subject: Any) -> SafeString:
    """All panels of a place, in the order of their registration; each returns HTML made by a template."""
    return mark_safe("".join(panel(request, subject) for panel in _panels[place]))  # noqa: S308 - template output
