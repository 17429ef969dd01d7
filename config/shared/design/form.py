"""A form with one field of each kind: as it opens, with faults, switched off."""

from django import forms

from config.shared.commands import CommandForm
from config.shared.money import BadAmount, parse_amount


class SampleForm(CommandForm):
    """One field of each kind."""

    name = forms.CharField(
        label="Milestone name", max_length=60, help_text="What the customer gets at this step."
    )
    amount = forms.CharField(
        label="Amount", max_length=12, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    description = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=1200, required=False)
    subcategory = forms.ChoiceField(
        choices=[("", "Choose one"), ("a", "Business Plans"), ("b", "Desktop Applications")]
    )
    packages = forms.MultipleChoiceField(
        label="Available packages",
        choices=[("basic", "Basic"), ("standard", "Standard"), ("premium", "Premium")],
        widget=forms.CheckboxSelectMultiple,
    )
    revisions = forms.ChoiceField(choices=[("2", "Two"), ("u", "Unlimited")], widget=forms.RadioSelect)
    attachment = forms.FileField(required=False, help_text="Up to 50 MiB.")
    zoom = forms.BooleanField(label="Includes a Zoom call", required=False)
    full = forms.BooleanField(label="This is the full project", required=False)

    def stilled(self) -> "SampleForm":
        """The same with every field switched off."""
        for field in self.fields.values():
            field.disabled = True
        return self

    def clean_amount(self) -> int:
        """Refuse what is no amount."""
        try:
            return parse_amount(self.cleaned_data["amount"])
        except BadAmount as fault:
            raise forms.ValidationError(str(fault)) from fault

    def clean(self) -> dict[str, object]:
        """Show what a fault of the whole form looks like."""
        self.add_error(
            None,
            "Your milestones add up to $180.00, the package costs $190.00. Give out the $10.00 left over.",
        )
        return self.cleaned_data
