"""What people type when they ask to cancel, and when they refuse."""

from typing import Any

from django import forms

from config.shared.commands import CommandForm
from config.shared.money import BadAmount, parse_amount
from config.shared.text_fields import LineField, TextField
from orders.forms.acts import TEXT_MAX, lines

REFUND, SPLIT, PAY = "refund", "split", "pay"


class CancellationForm(CommandForm):
    """Who gets what of the milestone's amount, and why. ``amount_minor``: all of it, in minor units."""

    share = forms.ChoiceField(
        label="Who gets the money?",
        choices=[(REFUND, "Refund everything"), (SPLIT, "Split"), (PAY, "Pay everything")],
        widget=forms.RadioSelect,
        initial=REFUND,
    )
    released_minor = LineField(
        label="Seller\u2019s part, before commission",
        required=False,
        max_length=20,
        help_text="For a split only. The rest goes back to the buyer.",
    )
    reason = TextField(
        label="Reason", max_length=TEXT_MAX, widget=lines(4), help_text="The other side reads it."
    )

    def __init__(self, *args: Any, amount_minor: int = 0, **kwargs: Any) -> None:
        """The amount is what "Pay everything" gives to the seller."""
        super().__init__(*args, **kwargs)
        self.amount_minor = amount_minor

    def clean_released_minor(self) -> int | None:
        """The seller's part; nothing when it has to be given and is not."""
        if self.cleaned_data.get("share") != SPLIT:
            return self.part()
        try:
            return parse_amount(self.cleaned_data["released_minor"])
        except BadAmount as fault:
            raise forms.ValidationError(str(fault)) from fault

    def part(self) -> int | None:
        """The seller's part as the form stands, sent or not; None when what was typed is no amount."""
        share = self["share"].value() or REFUND
        if share != SPLIT:
            return self.amount_minor if share == PAY else 0
        try:
            return parse_amount(str(self["released_minor"].value() or ""))
        except BadAmount:
            return None


class RefusalForm(CommandForm):
    """Why the other side does not agree."""

    text = TextField(
        label="Why not?",
        max_length=TEXT_MAX,
        widget=lines(4),
        help_text="A word for the other side: what you suggest instead.",
    )
