"""What staff decide."""

from django import forms

from config.shared.money import BadAmount, parse_amount
from config.shared.text import LineField, TextField
from orders.forms.acts import TEXT_MAX, lines
from orders.states import Act


class DecisionForm(forms.Form):
    """What staff decide about a dispute; both sides read the reason."""

    CHOICES = (
        (Act.DECIDE_CONTINUE, "Work goes on"),
        (Act.DECIDE_SPLIT, "Split the money"),
        (Act.DECIDE_RELEASE, "Release in full"),
    )
    decision = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    released = LineField(label="Seller's part, before commission", required=False, max_length=20)
    text = TextField(label="Reason", max_length=TEXT_MAX, widget=lines(), help_text="Both sides read it.")

    def clean_released(self) -> int | None:
        """Minor units; nothing when left empty."""
        typed = self.cleaned_data["released"]
        try:
            return parse_amount(typed) if typed else None
        except BadAmount as fault:
            raise forms.ValidationError(str(fault)) from fault
