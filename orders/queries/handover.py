"""The hand-over pack of a completed order: every accepted file with its checksum, and the terms (product.md 5.4).

Of a milestone that was accepted it holds the delivery that was accepted: the last one. Earlier rounds and what was
never accepted stay on the order's page. It is the same for both sides: amounts of milestones, no fee, no commission.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from django.core.files.base import File
from django.db.models import F

from config.shared.archive import Part, zipped
from config.shared.archive_names import Once, file_name, folder_name
from orders.models import DeliveryFile, Order
from orders.queries.handover_words import manifest_words, terms_words
from orders.states import MilestoneStatus, OrderStatus

log = structlog.get_logger()
CHUNK = 256 * 2**10
TERMS, SUMS, MANIFEST = "TERMS.txt", "MANIFEST.txt", "manifest.json"


@dataclass(slots=True)
class Item:
    """A file and what became of it on its way: ``found`` is the checksum of what was sent, empty when it is missing."""

    path: str
    file: DeliveryFile
    at: datetime
    found: str = ""
    sent: int = 0

    @property
    def state(self) -> str:
        """In one word; anything but ``whole`` needs a person."""
        if not self.found:
            return "missing"
        return "whole" if self.found == self.file.sha256 else "damaged"

    def told(self) -> dict[str, Any]:
        """As the manifest tells it."""
        milestone = self.file.delivery.milestone
        return {
            "path": self.path,
            "milestone": milestone.position,
            "name": self.file.name,
            "size": self.file.size,
            "sha256": self.file.sha256,
            "delivered_at": self.at.isoformat(),
            "state": self.state,
        }


def items_of(order: Order) -> list[Item]:
    """What the pack holds, in the order of its folders; empty when there is no pack. One statement."""
    if order.status != OrderStatus.COMPLETED:
        return []
    files = DeliveryFile.objects.filter(
        delivery__milestone__order_id=order.pk,
        delivery__milestone__status=MilestoneStatus.ACCEPTED,
        delivery__round=F("delivery__milestone__rounds"),
    )
    once = Once(TERMS, SUMS, MANIFEST)
    rows = files.select_related("delivery__milestone").order_by("delivery__milestone__position", "name", "pk")
    return [_item(file, once) for file in rows]


def _item(file: DeliveryFile, once: Once) -> Item:
    milestone = file.delivery.milestone
    folder = folder_name(milestone.position, milestone.name)
    return Item(once.path(folder, file_name(file.name)), file, file.delivery.at)


def pack(order: Order, items: list[Item], at: datetime) -> Iterator[bytes]:
    """The archive as it is sent. Everything that needs the database is read before the first piece."""
    rail = order.milestones.filter(position__lte=order.milestone_count).order_by("position")
    terms = terms_words(order, list(rail))
    return zipped(_parts(order, items, terms, at))


def _parts(order: Order, items: list[Item], terms: str, at: datetime) -> Iterator[Part]:
    yield _text(TERMS, terms, at)
    for item in items:
        opened = _opened(item)
        if opened is not None:
            yield Part(item.path, _summed(item, opened), item.file.size, item.at)
    told = {"order": order.number, "title": order.title, "made_at": at.astimezone(UTC).isoformat()}
    whole = {**told, "files": [item.told() for item in items]}
    yield _text(MANIFEST, json.dumps(whole, indent=2, ensure_ascii=False) + "\n", at)
    lines = [(item.file.sha256, item.path, item.state) for item in items]
    yield _text(SUMS, manifest_words(order.number, lines), at)


def _opened(item: Item) -> File | None:
    try:
        return item.file.stored.open("rb")
    except OSError:
        log.exception("pack_file_missing", file=str(item.file.pk))
        return None


def _summed(item: Item, opened: File) -> Iterator[bytes]:
    """The file's bytes; what cannot be read any further leaves a part that the manifest calls damaged."""
    digest = hashlib.sha256()
    try:
        with opened:
            for chunk in opened.chunks(CHUNK):
                digest.update(chunk)
                item.sent += len(chunk)
                yield chunk
    except OSError:
        log.exception("pack_file_unreadable", file=str(item.file.pk), sent=item.sent)
    item.found = digest.hexdigest()


def _text(path: str, words: str, at: datetime) -> Part:
    data = words.encode()
    return Part(path, [data], len(data), at)
