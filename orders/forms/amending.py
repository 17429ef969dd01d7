"""Other terms, as they are typed; what may be agreed is the operation's business (``orders.amending.rules``)."""

from typing import Any
from uuid import UUID

from django import forms

from config.shared.commands import CommandForm
from config.shared.money import format_plain
from config.shared.text_fields import TextField
from offers.forms import AmountField, RowForm, WholeField
from offers.queries.starting import UNLIMITED
from orders.amending import Changes, Row
from orders.forms.acts import lines
from orders.forms.cards import CardForm
from orders.models import OrderMilestone

NOTE_MAX = 2_000
_DIGITS = {"inputmode": "numeric"}
_MONEY = {"inputmode": "decimal"}


def note_field() -> TextField:
    """What the proposer says to it."""
    return TextField(
        label="Why?",
        max_length=NOTE_MAX,
        required=False,
        widget=lines(3),
        help_text="The other side reads it with the changes.",
    )


class AmendmentAnswerForm(CommandForm):
    """An answer to the changes that were shown."""

    amendment = forms.UUIDField(widget=forms.HiddenInput)


class AmendmentCardForm(CardForm, AmendmentAnswerForm):
    """An answer that charges a card."""


class AmendmentRefusalForm(AmendmentAnswerForm):
    """A no, with or without words."""

    text = TextField(
        label="Why?",
        max_length=NOTE_MAX,
        required=False,
        widget=lines(3),
        help_text="The other side reads it.",
    )


class MoreRevisionsForm(CommandForm):
    """So many more revisions of the paid milestone, at a price."""

    revisions = WholeField(
        label="More revisions", max_length=2, widget=forms.TextInput(attrs=_DIGITS), initial="1"
    )
    price = AmountField(
        label="Price",
        max_length=20,
        widget=forms.TextInput(attrs=_MONEY),
        help_text="For all of them together, without the service fee. Write 0 for no charge.",
    )
    note = note_field()
    use_required_attribute = False

    def changes(self) -> Changes:
        """What is proposed."""
        data = self.cleaned_data
        return Changes(revisions=data["revisions"], price_minor=data["price"] or 0)

    def typed(self) -> Changes | None:
        """What is typed so far; None when it cannot be read."""
        return self.changes() if self.is_bound and self.is_valid() else None


class PaidForm(CommandForm):
    """What changes of the paid milestone, and what the proposer says to it all."""

    days = WholeField(label="More days", max_length=3, widget=forms.TextInput(attrs=_DIGITS), initial="0")
    amount = AmountField(label="Amount", max_length=20, widget=forms.TextInput(attrs=_MONEY))
    revisions = WholeField(
        label="More revisions", max_length=2, widget=forms.TextInput(attrs=_DIGITS), initial="0"
    )
    price = AmountField(
        label="Price of those revisions",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs=_MONEY),
        help_text="On top of the amount. Empty for no charge.",
    )
    note = note_field()
    use_required_attribute = False

    def __init__(self, *args: Any, paid: OrderMilestone | None, **kwargs: Any) -> None:
        """``paid``: the milestone that is paid and runs; between two of them there is none."""
        super().__init__(*args, **kwargs)
        self.paid = paid
        gone: tuple[str, ...] = ("days", "amount", "revisions", "price") if paid is None else ()
        if paid is not None and paid.revisions is None:
            gone = ("revisions", "price")
        for name in gone:
            del self.fields[name]
        if paid is not None:
            self.fields["amount"].initial = format_plain(paid.amount_minor)

    def changes(self, rest: tuple[Row, ...] | None) -> Changes:
        """What is proposed."""
        data = self.cleaned_data
        amount = data.get("amount")
        same = self.paid is None or amount == self.paid.amount_minor
        return Changes(
            days=data.get("days", 0),
            revisions=data.get("revisions", 0),
            price_minor=data.get("price") or 0,
            amount_minor=None if same else amount,
            rest=rest,
        )


class PlannedForm(RowForm):
    """One milestone that has not begun. ``was``: its place now, empty for a new one."""

    def clean(self) -> dict[str, Any]:
        """Limits are the operation's: what stays as it was agreed is not asked again."""
        return self.cleaned_data

    def row(self, ids: dict[str, UUID]) -> Row:
        """The row as typed; ``ids``: of the milestones, by their place."""
        terms, found = self.terms("-"), ids.get(self.cleaned_data.get("was", ""))
        return Row(
            name=terms.name,
            description=terms.description,
            zoom=terms.zoom,
            days=terms.days,
            amount_minor=terms.amount_minor,
            revisions=terms.revisions,
            id=str(found) if found else "",
        )


def planned_initial(milestone: OrderMilestone) -> dict[str, Any]:
    """A milestone as the row form shows it."""
    return {
        "name": milestone.name,
        "description": milestone.description,
        "amount": format_plain(milestone.amount_minor),
        "days": str(milestone.days),
        "revisions": UNLIMITED if milestone.revisions is None else str(milestone.revisions),
        "zoom": milestone.zoom,
        "was": str(milestone.position),
    }
