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


class Stored:
    """Files that wait in the storage for the act that writes them down."""

    def __init__(self) -> None:
        """None yet."""
        self._files: list[StoredFile] = []
        self._taken = False

    def take(self) -> list[StoredFile]:
        """What the act writes down, so that it stays."""
        self._taken = True
        return list(self._files)

    def add(self, file: StoredFile) -> None:
        """One more is in the storage."""
        self._files.append(file)

    def throw_away(self, *, also_taken: bool = False) -> None:
        """Take out of the storage what nobody took; ``also_taken``: the act that took them failed."""
        for file in self._files if also_taken or not self._taken else ():
            default_storage.delete(file.path)


@contextmanager
def stored(folder: str, uploads: Sequence[UploadedFile], *, field: str = "files") -> Iterator[Stored]:
    """Check and store uploads for an act inside the block.

    They are removed when the block raises, and when no act took them: the same click was carried out before, with
    files of its own. Raises Invalid beside ``field``.
    """
    if len(uploads) > settings.UPLOADS_PER_DELIVERY:
        raise Invalid(f"At most {settings.UPLOADS_PER_DELIVERY} files at a time.", field=field)
    for upload in uploads:
        check_upload(upload, field=field)
    files = Stored()
    try:
        for upload in uploads:
            files.add(_store(folder, upload))
        yield files
    except BaseException:
        files.throw_away(also_taken=True)
        raise
    files.throw_away()


def _store(folder: str, upload: UploadedFile) -> StoredFile:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    path = default_storage.save(f"{folder}/{uuid4().hex}", upload)
    return StoredFile(path, safe_name(upload.name or "file"), upload.size or 0, digest.hexdigest())
