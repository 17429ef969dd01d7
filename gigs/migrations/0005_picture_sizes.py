"""Pictures from before sizes were stored get theirs, under names that say their width."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import migrations, transaction
from PIL import Image

WIDTHS = (400, 800)


def store_sizes(apps: Any, schema_editor: Any) -> None:
    for image in apps.get_model("gigs", "GigImage").objects.exclude(file__regex=r"-[0-9]+\.webp$"):
        old = str(image.file.name)
        if not default_storage.exists(old):
            continue
        with default_storage.open(old) as file, Image.open(file, formats=["WEBP"]) as picture:
            largest = picture.convert("RGB")
        stem = old.removesuffix(".webp")
        for width in (*(width for width in WIDTHS if width < largest.width), largest.width):
            out = BytesIO()
            sized = largest.resize((width, max(1, round(largest.height * width / largest.width))))
            sized.save(out, "WEBP", quality=82, method=4)
            default_storage.save(f"{stem}-{width}.webp", ContentFile(out.getvalue()))
        image.file.name = f"{stem}-{largest.width}.webp"
        image.width, image.height = largest.size
        image.save(update_fields=["file", "width", "height"])
        transaction.on_commit(lambda name=old: default_storage.delete(name), robust=True)


class Migration(migrations.Migration):
    dependencies = [("gigs", "0004_favourites_and_figures")]

    operations = [migrations.RunPython(store_sizes, migrations.RunPython.noop, elidable=True)]
