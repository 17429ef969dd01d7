"""The embedded broker: kombu's filesystem transport, hardened.

The stock class lets a reader take a file before its content is written, and one empty or torn file ends the
worker. Here a message is written under a dot-name and renamed when whole, taken by a rename that only one
reader can win, and put aside as ``.bad`` when it cannot be read. Queues are bound in memory: every process
declares the ones it uses.
"""

import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

import structlog
from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps, loads

log = structlog.get_logger()


class Channel(filesystem.Channel):
    """Messages as files that are either whole or not there."""

    supports_fanout = False
    get_table = virtual.Channel.get_table

    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]
        """Write under a name that no reader looks at, then rename: readers see all of it or nothing."""
        name = f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        whole, partial = Path(self.data_folder_out, name), Path(self.data_folder_out, f".{name}")
        partial.write_text(dumps(payload))
        partial.replace(whole)

    def _get(self, queue: str, timeout: Any = None) -> Any:
        """Take the oldest message that this reader wins. Raises Empty."""
        del timeout  # the poll is the caller's
        for name in self._waiting(queue):
            taken = self._take(Path(self.data_folder_in, name))
            if taken is not None:
                return taken
        raise Empty

    def _waiting(self, queue: str) -> list[str]:
        ending = f"{queue}.msg"
        return sorted(
            file.name for file in Path(self.data_folder_in).iterdir() if file.name.partition(".")[2] == ending
        )

    def _take(self, file: Path) -> Any | None:
        mine = file.with_name(f".{file.name}.{uuid.uuid4()}")
        try:
            file.rename(mine)
        except FileNotFoundError:
            return None  # another reader was first
        try:
            payload = loads(mine.read_bytes())
            payload["properties"]["delivery_tag"]
        except (ValueError, KeyError, TypeError):
            mine.rename(file.with_name(f"{file.name}.bad"))
            log.warning("broker_message_unreadable", file=file.name)
            return None
        mine.unlink()
        return payload

    def _delete(self, queue: str, *_: Any, **__: Any) -> None:
        """A deleted queue loses its messages."""
        self._purge(queue)


class Transport(filesystem.Transport):
    """What Celery's ``broker_transport`` names."""

    Channel = Channel
