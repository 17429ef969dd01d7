"""Pictures that this site encoded itself: the only files ever shown inline."""

import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from config.shared.access import Policy, declared

_SERVED = re.compile(r"(?:pictures|gigs)/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.(webp|jpg|png)", re.ASCII)
_TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


@declared(Policy.PUBLIC)
@require_safe
def serve_image(_: HttpRequest, path: str) -> FileResponse:
    """A re-encoded picture below ``pictures/`` or ``gigs/``, else 404. Names are not reused: cached for long."""
    match = _SERVED.fullmatch(path)
    stored = Path(settings.MEDIA_ROOT) / path
    if match is None or not stored.is_file():
        raise Http404
    response = FileResponse(stored.open("rb"), content_type=_TYPES[match[1]])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
