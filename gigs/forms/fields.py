"""Fields for amounts and whole numbers, read strictly: ASCII digits only, no exponent, no sign."""

import re
from typing import Any

from django import forms

from config.shared.money import BadAmount, format_plain, parse_amount
from config.shared.text import clean_line

_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)
_NUL = "null_characters_not_allowed"
_NO_WHOLE = "Write a whole number, like 7."
_ID = re.compile(r"[0-9]{1,18}", re.ASCII)


def read_whole(text: str) -> int:
    """A version or an id out of a form or an address; -1, which never holds, when it is none."""
    return int(text) if _ID.fullmatch(text) else -1


class AmountField(forms.CharField):
    """An amount of money as typed; cleans to minor units, None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        """A short text input with the keyboard for figures."""
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, **kwargs)
        self.error_messages |= {
            "max_length": "That is too long for an amount.",
            _NUL: "Write an amount in digits.",
        }

    def clean(self, value: Any) -> Any:
        """Read the amount; says in words what is wrong."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return parse_amount(typed)
        except BadAmount as fault:
            raise forms.ValidationError(str(fault)) from fault

    def prepare_value(self, value: Any) -> Any:
        """Minor units are shown as a person would type them."""
        return format_plain(value) if isinstance(value, int) else value


class WholeField(forms.CharField):
    """A whole number as typed; cleans to int, None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        """A short text input with the keyboard for figures."""
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(max_length=6, widget=widget, **kwargs)
        self.error_messages |= dict.fromkeys(("max_length", _NUL), _NO_WHOLE)

    def clean(self, value: Any) -> Any:
        """Read the number; says in words what is wrong."""
        typed = clean_line(super().clean(value))
        if not typed:
            return None
        if not _WHOLE.fullmatch(typed):
            raise forms.ValidationError(_NO_WHOLE)
        return int(typed)


class EditorForm(forms.Form):
    """A form of the editor: the server says what is missing, in its own words and beside the field."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def shown_version(self) -> int:
        """The version that the page showed; -1, which never holds, when it was left out."""
        version = self.cleaned_data.get("version")
        return -1 if version is None else version

    def show_version(self, version: int) -> None:
        """Keep what was typed, but carry this version from now on: saving again means it."""
        typed: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, whose lists a plain dict would lose
        typed[self.add_prefix("version")] = str(version)
        self.data = typed
