"""The files behind pictures: written beside the row, dropped through the outbox once no row names them."""

import uuid
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from config.shared import clock, outbox
from gigs.models import GigImage
from gigs.operations.rasters import Raster
from gigs.renditions import name_of, sizes_of

DROP = "gigs.drop_picture"


def stored(raster: Raster) -> str:
    """Write every size; the name of the largest. Nothing is left behind when one of them cannot be written."""
    stem = f"gigs/{uuid.uuid4().hex}"
    name = name_of(stem, raster.width)
    try:
        for width, content in raster.content.items():
            default_storage.save(name_of(stem, width), ContentFile(content))
    except OSError:
        delete_files(name)
        raise
    return name


def delete_files(name: str) -> None:
    """Delete every size; missing files are fine."""
    for held in {*sizes_of(name).values(), name}:
        default_storage.delete(held)


def drop_later(name: str, *, after: timedelta = timedelta()) -> None:
    """Delete the files of a picture after this transaction, at the earliest ``after`` from now."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("files are dropped with the transaction that lets go of them")
    outbox.put(DROP, {"name": name}, due_at=clock.now() + after)


@outbox.handler(DROP)
def drop(payload: dict[str, Any]) -> None:
    """Delete the files unless a picture has them again (an undone removal) or still (a copied gig)."""
    if not GigImage.objects.filter(file=payload["name"]).exists():
        delete_files(payload["name"])
