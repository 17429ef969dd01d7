"""Archives that are sent while they are made: whatever their size, a few chunks are held in memory.

Files are stored as they are, not compressed: what people hand over is packed already, and a checksum shows that it
came whole.
"""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an archive. ``size`` in bytes, as far as it is known; ``at``: its date."""

    path: str
    chunks: Iterable[bytes]
    size: int
    at: datetime


class _Sink:
    """What an archive is written to: it cannot be told where it is, so nothing in it is ever gone back to."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._held: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Hold it until it is taken."""
        self._held.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing to do."""

    def taken(self) -> bytes:
        """Everything that was written since the last time."""
        held, self._held = self._held, []
        return b"".join(held)


def zipped(parts: Iterable[Part]) -> Iterator[bytes]:
    """The archive, piece by piece; a part is asked for when the one before it is in."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:  # type: ignore[call-overload]
        for part in parts:
            with archive.open(_info(part), "w", force_zip64=part.size >= zipfile.ZIP64_LIMIT) as entry:
                for chunk in part.chunks:
                    entry.write(chunk)
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()


def _info(part: Part) -> zipfile.ZipInfo:
    moment = max(part.at.astimezone(UTC), _EARLIEST)
    info = zipfile.ZipInfo(part.path, moment.timetuple()[:6])
    info.external_attr = 0o644 << 16
    info.file_size = part.size
    return info
