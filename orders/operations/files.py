"""Files of an order: stored before the transaction, thrown away when it fails."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from config.shared.errors import Invalid
from config.shared.uploads import check_upload, safe_name


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the storage. ``size`` in bytes, ``sha256`` in hex."""

    path: str
    name: str
    size: int
    sha256: str


@contextmanager
def stored(
    folder: str, uploads: Sequence[UploadedFile], *, field: str = "files"
) -> Iterator[list[StoredFile]]:
    """Check and store uploads.

    What was stored is removed when the block raises. Raises Invalid beside ``field``.
    """
    if len(uploads) > settings.UPLOADS_PER_DELIVERY:
        raise Invalid(f"At most {settings.UPLOADS_PER_DELIVERY} files at a time.", field=field)
    for upload in uploads:
        check_upload(upload, field=field)
    kept: list[StoredFile] = []
    try:
        kept.extend(_store(folder, upload) for upload in uploads)
        yield kept
    except BaseException:
        for file in kept:
            default_storage.delete(file.path)
        raise


def _store(folder: str, upload: UploadedFile) -> StoredFile:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    path = default_storage.save(f"{folder}/{uuid4().hex}", upload)
    return StoredFile(path, safe_name(upload.name or "file"), upload.size or 0, digest.hexdigest())
