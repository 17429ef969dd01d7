"""Files that people send: bounded, named safely, always handed out as attachments."""

import re
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse

from config.shared.errors import Invalid
from config.shared.text import clean_line

ENDING_MAX = 10
_UNSAFE = re.compile(r'[\\/:*?"<>|%;\'`$&#\x00-\x1f]+')


def safe_name(name: str, limit: int = 120) -> str:
    """A file name without paths, quotes, controls or direction marks; keeps its ending; never empty."""
    plain = _UNSAFE.sub("_", clean_line(PurePath(name.replace("\\", "/")).name)).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > ENDING_MAX:
        return plain[:limit] or "file"
    return f"{stem[: limit - len(ending) - 1] or 'file'}.{ending}"


def check_upload(upload: UploadedFile, *, field: str = "files") -> None:
    """Refuse an empty file or one over ``UPLOAD_MAX_BYTES``. Raises Invalid."""
    size = upload.size or 0
    if size == 0:
        raise Invalid(f"“{safe_name(upload.name or '')}” is empty.", field=field)
    if size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // 2**20
        raise Invalid(f"“{safe_name(upload.name or '')}” is larger than {limit} MiB.", field=field)


def serve_preview(stored: File) -> FileResponse:
    """Show a small picture that this site drew itself (WebP), to whom it concerns only; names are not reused."""
    response = FileResponse(stored.open("rb"), content_type="image/webp")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def serve_download(stored: File, name: str) -> FileResponse:
    """Hand a stored file out as an attachment that no browser runs or guesses about."""
    response = FileResponse(
        stored.open("rb"),
        as_attachment=True,
        filename=safe_name(name),
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
