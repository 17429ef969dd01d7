"""What every page knows of the site."""

from django.conf import settings
from django.http import HttpRequest

from config.shared import clock


def site(_request: HttpRequest) -> dict[str, object]:
    """Site name, demo mode, the moment of rendering, where to write to staff."""
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "now": clock.now(),
        "support_email": settings.SUPPORT_EMAIL,
    }
