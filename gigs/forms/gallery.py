"""The Gallery tab."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField

from config.shared.text_fields import LineField
from gigs.forms.fields import EditorForm
from gigs.models import GigImage
from gigs.operations import GalleryDraft

ACCEPT = "image/jpeg,image/png,image/webp"


class ManyFilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Cleans to a list of files, empty when none was chosen; what is in them is the operation's to judge."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ARG002 - the signature is Django's
        """Nothing is refused here, so that each file gets its own words."""
        return [one for one in data or [] if isinstance(one, UploadedFile)]


@dataclass(frozen=True, slots=True)
class ImageRow:
    """A stored picture with its two fields."""

    image: GigImage
    alt: BoundField
    replace: BoundField


class GalleryForm(EditorForm):
    """Words and another file for each picture, and files to add."""

    file = ManyFilesField(
        required=True,
        label="Add pictures",
        help_text=(
            "JPEG, PNG or WebP, up to 40 megapixels each. What a file hides, such as where a photo was taken,"
            " is not kept."
        ),
        widget=ManyFilesInput(attrs={"accept": ACCEPT}),
    )

    def __init__(
        self,
        *args: Any,
        images: Iterable[GigImage],
        typed: Mapping[str, Any] | None = None,
        refused: tuple[str, ...] = (),
        **kwargs: Any,
    ) -> None:
        """Two fields for each picture; ``typed`` are words not saved yet, ``refused`` what was wrong with files."""
        super().__init__(*args, **kwargs)
        self._images = list(images)
        self.refused = refused
        for place, image in enumerate(self._images, start=1):
            held = (typed or {}).get(f"alt-{image.pk}", image.alt)
            self.fields[f"alt-{image.pk}"] = LineField(
                required=False, max_length=120, label=f"What picture {place} shows", initial=held
            )
            self.fields[f"replace-{image.pk}"] = forms.FileField(
                required=False,
                allow_empty_file=True,
                label=f"Replace picture {place}",
                widget=forms.FileInput(attrs={"accept": ACCEPT}),
            )

    def send_to(self, address: str) -> None:
        """A file that is chosen is sent there at once, where there is JavaScript."""
        attrs = {
            "data-hx-post": address,
            "data-hx-trigger": "change",
            "data-hx-encoding": "multipart/form-data",
            "data-hx-target": "#gallery",
            "data-hx-swap": "outerHTML",
        }
        for field in self.fields.values():
            if isinstance(field, forms.FileField):
                field.widget.attrs.update(attrs)

    def rows(self) -> list[ImageRow]:
        """The pictures in their order."""
        return [ImageRow(one, self[f"alt-{one.pk}"], self[f"replace-{one.pk}"]) for one in self._images]

    @property
    def free(self) -> int:
        """How many more fit."""
        return settings.GIG_IMAGES_MAX - len(self._images)

    def says_something(self) -> bool:
        """False for a valid form that changes nothing."""
        draft = self.draft()
        told = any(draft.alts.get(image.pk, image.alt) != image.alt for image in self._images)
        return bool(told or draft.replaced or draft.added)

    def draft(self) -> GalleryDraft:
        """The tab as sent, of a valid form."""
        data = self.cleaned_data
        ids = [image.pk for image in self._images]
        return GalleryDraft(
            alts={pk: data[f"alt-{pk}"] for pk in ids if f"alt-{pk}" in self.data},
            replaced={pk: data[f"replace-{pk}"] for pk in ids if data[f"replace-{pk}"]},
            added=data["file"],
        )
