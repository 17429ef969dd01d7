"""What people type on an order: shape and wording, no rule of the domain and no saving."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator

from config.shared.commands import CommandForm
from config.shared.money import BadAmount, parse_amount
from config.shared.text import LineField, TextField
from offers.forms import FilesField
from orders.models import SavedCard
from orders.payments.cards import BadCard, parse_card
from orders.payments.gateway import CardDetails
from orders.states import Act

NEW_CARD = "new"
TYPED = ("number", "expiry", "cvc")
TEXT_MAX = 5_000


def _lines(rows: int = 6) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SureForm(CommandForm):
    """A click that needs nothing typed."""


class AnswerForm(CommandForm):
    """A click that answers a delivery: names the one that the buyer saw."""

    round = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class RevisionForm(AnswerForm):
    """What is to change."""

    text = TextField(
        label="What should change?",
        max_length=TEXT_MAX,
        widget=_lines(),
        help_text="Be as exact as you can: what you see, what you want instead.",
    )


class UpdateForm(CommandForm):
    """Progress, in words."""

    text = TextField(
        label="Update",
        max_length=TEXT_MAX,
        widget=_lines(),
        help_text="What is done, what comes next, what you need.",
    )


class DisputeForm(CommandForm):
    """What is wrong."""

    statement = TextField(
        label="What is wrong, and what would you find fair?",
        max_length=TEXT_MAX,
        widget=_lines(),
        help_text="The other side and our staff read it.",
    )


class DeliverForm(CommandForm):
    """What is handed in: a message, and files or a link."""

    message = TextField(
        label="Message",
        max_length=TEXT_MAX,
        widget=_lines(),
        help_text="What is in it, and how to look at it.",
    )
    files = FilesField(  # type: ignore[assignment]  # Django takes declared fields off the class
        label="Files", required=False, help_text="At least one file or a link. Up to 20 files, 50 MiB each."
    )
    link = forms.URLField(
        label="Link to the work",
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="It begins with https:// or http://.",
    )
    whole = forms.BooleanField(label="This is the full project", required=False)

    def __init__(self, *args: Any, is_last: bool = False, **kwargs: Any) -> None:
        """``is_last``: the tick is asked for on the last milestone only."""
        super().__init__(*args, **kwargs)
        if not is_last:
            del self.fields["whole"]


class RequirementsForm(CommandForm):
    """One field for each question that was copied into the order."""

    def __init__(self, *args: Any, questions: Sequence[Mapping[str, Any]], **kwargs: Any) -> None:
        """``questions``: text, kind, choices, required."""
        super().__init__(*args, **kwargs)
        for index, question in enumerate(questions):
            self.fields[f"question_{index}"] = _question_field(question)

    def texts(self) -> dict[int, str]:
        """What was written or chosen, by the index of the question."""
        return {index: value for index, value in self._answers() if isinstance(value, str) and value}

    def uploads(self) -> dict[int, UploadedFile]:
        """What was uploaded, by the index of the question."""
        return {index: value for index, value in self._answers() if isinstance(value, UploadedFile)}

    def _answers(self) -> list[tuple[int, Any]]:
        prefix = "question_"
        return [
            (int(n.removeprefix(prefix)), v) for n, v in self.cleaned_data.items() if n.startswith(prefix)
        ]


def _question_field(question: Mapping[str, Any]) -> forms.Field:
    label, required = question["text"], question["required"]
    if question["kind"] == "file":
        return forms.FileField(label=label, required=required)
    if question["kind"] == "choice":
        choices = [(choice, choice) for choice in question["choices"]]
        return forms.ChoiceField(label=label, required=required, choices=choices, widget=forms.RadioSelect)
    return TextField(label=label, required=required, max_length=TEXT_MAX, widget=_lines(4))


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
        **kwargs: Any,
    ) -> None:
        """``cards``: the saved ones. ``chosen``: the ticked one, else the first that has not just ``failed``."""
        super().__init__(*args, **kwargs)
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


class BankAnswerForm(CommandForm):
    """The buyer's answer to the bank's question."""

    answer = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")])


class TickForm(CommandForm):
    """A substep done, or the tick taken back."""

    done = forms.BooleanField(required=False)


class DecisionForm(forms.Form):
    """What staff decide about a dispute; both sides read the reason."""

    CHOICES = (
        (Act.DECIDE_CONTINUE, "Work goes on"),
        (Act.DECIDE_SPLIT, "Split the money"),
        (Act.DECIDE_RELEASE, "Release in full"),
    )
    decision = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    released = LineField(label="Seller's part, before commission", required=False, max_length=20)
    text = TextField(label="Reason", max_length=TEXT_MAX, widget=_lines(), help_text="Both sides read it.")

    def clean_released(self) -> int | None:
        """Minor units; nothing when left empty."""
        typed = self.cleaned_data["released"]
        try:
            return parse_amount(typed) if typed else None
        except BadAmount as fault:
            raise forms.ValidationError(str(fault)) from fault
