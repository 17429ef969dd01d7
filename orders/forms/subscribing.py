"""What a buyer types to subscribe, and to change the card of a subscription."""

from typing import Any

from django import forms

from orders.forms.cards import CardForm


class NextCardForm(CardForm):
    """The card of the charges to come. It has to be kept: there is nobody to type it again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to tick: another card is always kept."""
        super().__init__(*args, lasting=True, **kwargs)


class SubscribeForm(NextCardForm):
    """The card, and the consent to the monthly charges; ``day`` is the day of the month that its words name."""

    agree = forms.BooleanField(error_messages={"required": "Tick this to subscribe."})
    day = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=31)

    def __init__(self, *args: Any, consent: str, **kwargs: Any) -> None:
        """``consent``: the words beside the tick."""
        super().__init__(*args, **kwargs)
        self.fields["agree"].label = consent
