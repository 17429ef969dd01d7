"""What every page knows of the site."""

from django.conf import settings
from django.http import HttpRequest

from config.shared import clock


def site(_request: HttpRequest) -> dict[str, object]:
    """Site name, demo mode, the moment of rendering."""
    return {"site_name": settings.SITE_NAME, "demo": settings.DEMO, "now": clock.now()}
