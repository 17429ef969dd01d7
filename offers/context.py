"""What the header of every page shows of this app."""

from django.http import HttpRequest


def header(request: HttpRequest) -> dict[str, object]:
    """Badges for a signed-in member."""
    return {}
