"""One package's column of the table of prices and days."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from config.shared.money import BadAmount, parse_amount
from config.shared.text import clean_line
from gigs.forms.fields import AmountField, EditorForm, WholeField, read_whole
from gigs.queries import Card, Choice
from gigs.splitting import Rest, faults, rest


class ShareForm(EditorForm):
    """Amount and days of each milestone in one package; together they are the package's price and days."""

    prefix = "split"  # names of its own, so that it shares a form with the tab

    def __init__(self, *args: Any, package: Choice, column: tuple[Card, ...], **kwargs: Any) -> None:
        """Two fields for each milestone of the package, filled with what is stored."""
        super().__init__(*args, **kwargs)
        self.package, self.column = package, column
        for card in column:
            cell = card.cells[package.id]
            label = f"{package.label}, {card.name}"
            amount = AmountField(
                label=f"{label}: price in {settings.CURRENCY}",
                initial=cell.amount_minor,
                error_messages={"required": "Write an amount."},
            )
            days = WholeField(
                label=f"{label}: days",
                initial=cell.days,
                error_messages={"required": "Write the days."},
            )
            for of, field in (("amount", amount), ("days", days)):
                field.widget.attrs |= {"data-part": of, "aria-label": field.label}
                self.fields[f"{of}-{card.id}"] = field

    @classmethod
    def retyped(cls, posted: QueryDict, *, package: Choice, column: tuple[Card, ...]) -> "ShareForm":
        """What was typed for another state of the package; milestones that came since hold what is stored."""
        typed, fresh = posted.copy(), cls(package=package, column=column)
        for name in fresh.fields:
            if fresh.add_prefix(name) not in typed:
                value = fresh[name].value()
                typed[fresh.add_prefix(name)] = "" if value is None else str(value)
        return cls(typed, package=package, column=column)

    def clean(self) -> dict[str, Any]:
        """Say every fault of the column at once, beside its figure or its sum."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        for fault in faults(self.package.price_minor, self.package.days, [*self.parts().values()]):
            name = None if fault.place is None else f"{fault.of}-{self.column[fault.place].id}"
            self.add_error(name, fault.words)
        return data

    def parts(self) -> dict[int, tuple[int, int]]:
        """(Amount in minor units, days) by milestone, of a form whose figures could be read."""
        data = self.cleaned_data
        return {card.id: (data[f"amount-{card.id}"], data[f"days-{card.id}"]) for card in self.column}

    def rest(self) -> Rest:
        """What is left over of what stands in the fields; what cannot be read counts as nothing."""
        typed = [(_amount(amount.value()), _days(days.value())) for amount, days in self.cells().values()]
        return rest(self.package.price_minor, self.package.days, typed)

    def cells(self) -> dict[int, tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each milestone."""
        return {card.id: (self[f"amount-{card.id}"], self[f"days-{card.id}"]) for card in self.column}

    def dirty(self) -> bool:
        """Something in the fields is not what is stored."""
        stored: Iterable[Any] = ((card, card.cells[self.package.id]) for card in self.column)
        held = {card.id: (cell.amount_minor, cell.days) for card, cell in stored}
        fields = self.cells().items()
        return any((_amount(a.value()), _days(d.value())) != held[pk] for pk, (a, d) in fields)


def _amount(value: Any) -> int | None:
    if value is None or isinstance(value, int):
        return value
    try:
        return parse_amount(str(value))
    except BadAmount:
        return None


def _days(value: Any) -> int | None:
    if value is None or isinstance(value, int):
        return value
    read = read_whole(clean_line(str(value)))
    return read if 0 <= read < 10**6 else None
