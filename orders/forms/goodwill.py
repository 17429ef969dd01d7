"""What staff give back of a settled milestone, who bears it, and why."""

from typing import Any

from django import forms

from config.shared.commands import CommandForm
from config.shared.money import BadAmount, format_money, parse_amount
from config.shared.reasons import reason_field
from config.shared.text_fields import LineField
from orders.models import GoodwillRefund

Bearer = GoodwillRefund.Bearer


class GoodwillForm(CommandForm):
    """``version``: how many times something was given back before, as the page shows it."""

    part = LineField(
        label="How much of the price",
        max_length=20,
        help_text="Before the service fee, which goes back in proportion.",
    )
    bearer = forms.ChoiceField(label="Who bears the seller's part", widget=forms.RadioSelect)
    reason = reason_field("Both sides read it.")

    def __init__(self, *args: Any, left_minor: int, seller_can_bear: bool, **kwargs: Any) -> None:
        """``left_minor``: what still counts as earned. ``seller_can_bear``: the earnings are still clearing."""
        super().__init__(*args, **kwargs)
        self.left_minor = left_minor
        bearer: Any = self.fields["bearer"]
        seller = (Bearer.SELLER, "The seller: it is taken from the earnings that are still clearing")
        milepost = (Bearer.MILEPOST, "Milepost: the seller keeps what was earned")
        bearer.choices = (seller, milepost) if seller_can_bear else (milepost,)
        if not seller_can_bear:
            bearer.initial = Bearer.MILEPOST
            bearer.help_text = "The seller's earnings have cleared: they are the seller's for good."
        self.fields["part"].help_text += f" At most {format_money(left_minor)}."

    def clean_part(self) -> int:
        """Minor units."""
        try:
            found = parse_amount(self.cleaned_data["part"])
        except BadAmount as fault:
            raise forms.ValidationError(str(fault)) from fault
        if not 0 < found <= self.left_minor:
            raise forms.ValidationError(f"Give something, and at most {format_money(self.left_minor)}.")
        return found

    @property
    def chosen(self) -> str:
        """What was chosen, to be compared with what was shown."""
        data = self.cleaned_data
        return f"{data['version']}:{data['part']}:{data['bearer']}"
