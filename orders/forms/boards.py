"""How a member narrows the list of own orders. Everything may be left out; what cannot be read is said, and ignored."""

from typing import Any

from django import forms

from config.shared.text_fields import LineField
from orders.states import Kind, OrderStatus

RUNNING = "open"
STATES = [("", "All"), (RUNNING, "Running"), *OrderStatus.choices]
SEARCH_MAX = 80


class BoardForm(forms.Form):
    """Search and filters of a dashboard, sent by GET. ``person`` and ``gig`` come from links."""

    q = LineField(
        label="Search", required=False, max_length=SEARCH_MAX, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(label="State", required=False, choices=STATES)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All"), *Kind.choices])
    since = forms.DateField(label="Ordered from", required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label="Ordered until", required=False, widget=forms.DateInput({"type": "date"}))
    person = forms.SlugField(required=False, max_length=30, widget=forms.HiddenInput)
    gig = forms.SlugField(required=False, max_length=100, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A span of days that is none: the end of it is not used."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", "This day is before the first one.")
        return data

    def known(self) -> dict[str, Any]:
        """What could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
