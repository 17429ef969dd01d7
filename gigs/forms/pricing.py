"""The Pricing tab: one form per package."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings

from config.shared.text_fields import LineField
from gigs.forms.fields import AmountField, EditorForm, WholeField
from gigs.models import TIERS, Package, Tier
from gigs.operations import PackageDraft

UNLIMITED = "unlimited"
REVISIONS = [
    *((str(n), str(n)) for n in range(settings.REVISIONS_MAX + 1)),
    (UNLIMITED, "Unlimited"),
]
_MISSING = "Fill this in."
_TYPED = ("name", "description", "price", "days")


class PackageForm(EditorForm):
    """One package; Standard and Premium only count when they are offered."""

    offered = forms.BooleanField(required=False, label="Offer this package")
    name = LineField(
        required=False, max_length=40, label="Package name", help_text="For example “Starter plan”."
    )
    description = LineField(
        required=False, max_length=200, label="What is included", widget=forms.Textarea(attrs={"rows": 3})
    )
    price = AmountField(required=False, label=f"Price in {settings.CURRENCY}")
    days = WholeField(required=False, label="Delivery in days")
    revisions = forms.ChoiceField(choices=REVISIONS, initial="1", label="Revisions")

    def __init__(self, *args: Any, tier: str, **kwargs: Any) -> None:
        """The form of one tier."""
        super().__init__(*args, **{**kwargs, "prefix": tier})
        self.tier = tier
        self.label = str(Tier(tier).label)
        if tier == Tier.BASIC:
            del self.fields["offered"]
        for name in _TYPED:
            self.fields[name].required = self._is_wanted()
            self.fields[name].error_messages["required"] = _MISSING

    def _is_wanted(self) -> bool:
        """What is posted has to be complete when it is offered; a page that is just shown asks for all of it."""
        return self.tier == Tier.BASIC or not self.is_bound or bool(self.data.get(self.add_prefix("offered")))

    @property
    def is_offered(self) -> bool:
        """Basic always, the others when ticked."""
        return self.tier == Tier.BASIC or bool(self.cleaned_data.get("offered"))

    def clean(self) -> dict[str, Any]:
        """An offered package is complete; one that is not offered may keep what is stored of it, but nothing new."""
        data = super().clean() or self.cleaned_data
        if not self.is_offered:
            if not self.initial.get("name") and any(self.data.get(self.add_prefix(name)) for name in _TYPED):
                self.add_error("offered", "Tick this to offer the package, or clear its fields.")
            return data
        for name in _TYPED:
            if data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, _MISSING)
        return data

    def draft(self) -> PackageDraft:
        """The package as typed, of a valid form."""
        data = self.cleaned_data
        revisions = data["revisions"]
        return PackageDraft(
            tier=self.tier,
            name=data["name"],
            description=data["description"],
            price_minor=data["price"],
            days=data["days"],
            revisions=None if revisions == UNLIMITED else int(revisions),
        )


class PricingForms:
    """The three packages as one form."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, packages: Iterable[Package] = ()) -> None:
        """Bound when ``data`` is given; starts from the stored packages."""
        held = {package.tier: package for package in packages}
        self.forms = [PackageForm(data, tier=tier, initial=_initial(held.get(tier))) for tier in TIERS]

    def is_valid(self) -> bool:
        """All of them, so that every fault is shown at once."""
        return not [form for form in self.forms if not form.is_valid()]

    def drafts(self) -> list[PackageDraft]:
        """The offered packages."""
        return [form.draft() for form in self.forms if form.is_offered]

    def add_error(self, field: str | None, message: str) -> None:
        """Put a refusal (field ``<tier>-<name>``) beside its field."""
        tier, _, name = (field or "").partition("-")
        form = next((form for form in self.forms if form.tier == tier), self.forms[0])
        form.add_error(name if name in form.fields else None, message)


def _initial(package: Package | None) -> dict[str, Any]:
    if package is None:
        return {}
    return {
        "offered": True,
        "name": package.name,
        "description": package.description,
        "price": package.price_minor,
        "days": package.days,
        "revisions": UNLIMITED if package.revisions is None else str(package.revisions),
    }
