"""The cards of milestones and substeps, and the switch above them."""

from collections.abc import Mapping
from typing import Any

from django import forms

from config.shared.text_fields import LineField, TextField
from gigs.forms.fields import EditorForm, read_whole
from gigs.operations import MilestoneDraft
from gigs.queries import Choice

_PACKAGES_MISSING = "Choose at least one package."
_PACKAGES_FOREIGN = "Choose among the packages of this gig."


class _CardForm(EditorForm):
    """What both cards have: a name and check boxes of packages."""

    def __init__(self, *args: Any, packages: tuple[Choice, ...] | None, **kwargs: Any) -> None:
        """Offer these packages, all ticked unless said otherwise; with None any will do, the operation judges them."""
        super().__init__(*args, **kwargs)
        if packages is None:
            posted = self.fields["packages"].widget.value_from_datadict(
                self.data, {}, self.add_prefix("packages")
            )
            self._choose([(pk, pk) for pk in posted or () if read_whole(pk) >= 0])
        else:
            self.offer(packages)

    def offer(self, packages: tuple[Choice, ...]) -> None:
        """Show these packages."""
        self._choose([(package.id, package.label) for package in packages])
        self.fields["packages"].initial = [package.id for package in packages]

    def _choose(self, choices: list[tuple[Any, str]]) -> None:
        self.fields["packages"].choices = choices  # type: ignore[attr-defined]

    def package_ids(self) -> frozenset[int]:
        """The ticked packages."""
        return frozenset(self.cleaned_data["packages"])


def _packages() -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        coerce=int,
        label="Available packages",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _PACKAGES_MISSING, "invalid_choice": _PACKAGES_FOREIGN},
    )


class MilestoneForm(_CardForm):
    """A milestone's card (article, step 4)."""

    prefix = "milestone"  # names of its own, so that it shares a form with the tab
    name = LineField(
        max_length=80, label="Milestone name", error_messages={"required": "Give the milestone a name."}
    )
    description = TextField(
        max_length=500,
        required=False,
        label="Description",
        widget=forms.Textarea(attrs={"rows": 3, "aria-label": "Description"}),
        help_text="What happens in this step and what customers get at its end.",
    )
    zoom = forms.BooleanField(required=False, label="Includes a Zoom call")
    packages = _packages()

    def draft(self) -> MilestoneDraft:
        """The card as typed, of a valid form."""
        data = self.cleaned_data
        return MilestoneDraft(data["name"], data["description"], data["zoom"], self.package_ids())


class SubstepForm(_CardForm):
    """A substep (article, step 6); its packages are some of its milestone's."""

    prefix = "substep"  # names of its own, so that it shares a form with the tab
    name = LineField(
        max_length=80, label="Substep name", error_messages={"required": "Give the substep a name."}
    )
    packages = _packages()


class PaymentsForm(EditorForm):
    """The switch "Milestone payments"."""

    milestone_payments = forms.BooleanField(required=False, label="Milestone payments")

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        """Saved at once, at ``address``."""
        super().__init__(*args, **kwargs)
        attrs = {
            "data-hx-post": address,
            "data-hx-trigger": "change",
            "data-hx-target": "#milestones",
            "data-hx-swap": "outerHTML",
        }
        self.fields["milestone_payments"].widget.attrs.update(attrs)


def retyped(form: forms.Form, posted: Mapping[str, Any]) -> dict[str, Any]:
    """What a posted page held in a card, as initial values: shown again as typed, without judging it."""
    values = {}
    for name, field in form.fields.items():
        values[name] = field.widget.value_from_datadict(posted, {}, form.add_prefix(name))
    return values
