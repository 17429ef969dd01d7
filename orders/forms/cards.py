"""With which card something is paid."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from config.shared.commands import CommandForm
from config.shared.text_fields import LineField
from orders.forms.acts import AnswerForm
from orders.models import SavedCard
from orders.payments.card_numbers import BadCard, parse_card
from orders.payments.gateway import CardDetails

NEW_CARD = "new"
TYPED = ("number", "expiry", "cvc")


class CardForm(CommandForm):
    """A saved card, or the fields of another one. ``details`` is set when another card was typed."""

    card = forms.ChoiceField(label="Card", widget=forms.RadioSelect)
    number = LineField(
        label="Card number",
        max_length=30,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "cc-number", "placeholder": "4242 4242 4242 4242"}
        ),
    )
    expiry = LineField(
        label="Expiry date",
        max_length=9,
        widget=forms.TextInput(attrs={"autocomplete": "cc-exp", "placeholder": "MM/YY"}),
    )
    cvc = LineField(
        label="Security code",
        max_length=4,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "cc-csc", "placeholder": "123"}
        ),
    )
    keep = forms.BooleanField(
        label="Keep this card for later payments",
        required=False,
        initial=True,
        help_text="The number is never stored here.",
    )
    use_required_attribute = False
    details: CardDetails | None = None
    kept: SavedCard | None = None

    def __init__(
        self,
        *args: Any,
        cards: Iterable[SavedCard],
        chosen: uuid.UUID | None = None,
        failed: uuid.UUID | None = None,
        lasting: bool = False,
        **kwargs: Any,
    ) -> None:
        """``cards``: the saved ones. ``chosen``: the ticked one, else the first that has not just ``failed``.

        ``lasting``: further charges come by themselves, so another card is kept without asking.
        """
        super().__init__(*args, **kwargs)
        if lasting:
            del self.fields["keep"]
        self.cards = list(cards)
        choice = self.fields["card"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [*((str(card.pk), str(card)) for card in self.cards), (NEW_CARD, "Another card")]
        known = [card.pk for card in self.cards]
        for name in TYPED if self.is_bound and self.data.get("card") != NEW_CARD else ():
            self.fields[name].required = False
        first = next((pk for pk in (chosen, *known) if pk in known and pk != failed), None)
        choice.initial = str(first) if first else NEW_CARD

    @property
    def chosen(self) -> str:
        """What is ticked when the form is shown."""
        return str(self["card"].value() or NEW_CARD)

    @property
    def saved_id(self) -> uuid.UUID | None:
        """The saved card that was chosen; None for another one."""
        return None if self.details else uuid.UUID(self.cleaned_data["card"])

    def typed_again(self) -> dict[str, str]:
        """When the form comes back after its card was kept already: that card, instead of the typed one."""
        return {"card": str(self.kept.pk), "number": "", "expiry": "", "cvc": ""} if self.kept else {}

    def clean(self) -> dict[str, Any]:
        """Read another card's fields; the fault stands beside the field."""
        data = self.cleaned_data
        data.setdefault("keep", "keep" not in self.fields)
        if data.get("card") == NEW_CARD and not self.errors.keys() & set(TYPED):
            try:
                self.details = parse_card(*(data[name] for name in TYPED))
            except BadCard as fault:
                self.add_error(fault.field or "number", fault.message)
        return data


class AcceptAndContinueForm(CardForm, AnswerForm):
    """Accepts the delivery that was seen, and names the card of the next milestone."""


class CheckoutForm(CardForm):
    """A package of a gig as the page showed it: ``version`` is the gig's."""

    PLANS = (("milestones", "Pay per milestone"), ("full", "Pay in full"))
    package = forms.CharField(widget=forms.HiddenInput, max_length=10)
    plan = forms.ChoiceField(choices=PLANS)
