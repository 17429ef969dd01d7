"""What staff decide."""

import re
from typing import Any

from django import forms

from config.shared.money import BadAmount, half_even, parse_amount
from config.shared.text_fields import LineField, TextField
from orders.forms.acts import TEXT_MAX, lines
from orders.states import Act

_PERCENT = re.compile(r"[0-9]{1,3}", re.ASCII)
WHOLE = 100
BAD_PERCENT = "Write whole per cent, from 0 to 100."
ONE_OF_TWO = "Give the seller's part once: as an amount or in per cent."


class DecisionForm(forms.Form):
    """What staff decide about a dispute; both sides read the reason."""

    CONTINUE = (Act.DECIDE_CONTINUE, "Work goes on")
    OF_MONEY = ((Act.DECIDE_SPLIT, "Split the money"), (Act.DECIDE_RELEASE, "Release in full"))
    decision = forms.ChoiceField(widget=forms.RadioSelect)
    released = LineField(
        label="Seller's part of a split, before commission",
        required=False,
        max_length=20,
        help_text="As an amount; 0 gives everything back.",
    )
    percent = LineField(label="Or in per cent of the amount", required=False, max_length=3)
    text = TextField(label="Reason", max_length=TEXT_MAX, widget=lines(), help_text="Both sides read it.")

    def __init__(self, *args: Any, amount_minor: int, may_split: bool, **kwargs: Any) -> None:
        """``amount_minor``: what is held. ``may_split``: whoever asks may decide where money goes."""
        super().__init__(*args, **kwargs)
        self.amount_minor = amount_minor
        choices = (self.CONTINUE, *self.OF_MONEY) if may_split else (self.CONTINUE,)
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]
        if not may_split:
            del self.fields["released"], self.fields["percent"]

    def clean_released(self) -> int | None:
        """Minor units; nothing when left empty."""
        typed = self.cleaned_data["released"]
        try:
            found = parse_amount(typed) if typed else None
        except BadAmount as fault:
            raise forms.ValidationError(str(fault)) from fault
        if found is not None and found > self.amount_minor:
            raise forms.ValidationError("That is more than is held.")
        return found

    def clean_percent(self) -> int | None:
        """The same part in minor units, rounded half to even."""
        typed = self.cleaned_data["percent"]
        if not typed:
            return None
        if not _PERCENT.fullmatch(typed) or int(typed) > WHOLE:
            raise forms.ValidationError(BAD_PERCENT)
        return half_even(self.amount_minor * int(typed), WHOLE)

    def clean(self) -> dict[str, Any]:
        """A split needs the seller's part, once."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("decision") != Act.DECIDE_SPLIT or {"released", "percent"} & set(self.errors):
            return found
        given = [part for part in (found.get("released"), found.get("percent")) if part is not None]
        if len(given) != 1:
            self.add_error("released", ONE_OF_TWO)
        return found

    @property
    def act(self) -> Act:
        """The decision of a valid form."""
        return Act(self.cleaned_data["decision"])

    @property
    def released_minor(self) -> int | None:
        """The seller's part of a split, in minor units."""
        if self.act != Act.DECIDE_SPLIT:
            return None
        amount, percent = self.cleaned_data["released"], self.cleaned_data["percent"]
        part: int | None = percent if amount is None else amount
        return part

    @property
    def chosen(self) -> str:
        """What was chosen, to be compared with what was shown."""
        return f"{self.act.value}:{self.released_minor}"
