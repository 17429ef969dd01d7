"""When and where a call is to be: local times are read in the zone of whoever types them."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from config.shared.commands import CommandForm
from config.shared.text_fields import LineField
from orders.call_states import LENGTHS
from orders.forms.acts import lines
from orders.forms.local_times import TYPED, LocalTimeInput, readings, typed_moment
from orders.meetings import LINK_MAX, NOTE_MAX
from orders.models import Call, OrderMilestone


class CallForm(CommandForm):
    """A call: when, how long, where; for which milestone when there are several.

    ``which`` is asked only for a time that comes twice, in the night when clocks go back.
    """

    milestone = forms.UUIDField(label="For which milestone", widget=forms.Select)
    when = forms.CharField(label="When", max_length=40, widget=LocalTimeInput)
    which = forms.ChoiceField(
        label="Which of the two?",
        required=False,
        widget=forms.RadioSelect,
        help_text="Clocks go back that night, so this time comes twice.",
    )
    minutes = forms.TypedChoiceField(
        label="How long",
        coerce=int,
        choices=[(length, f"{length} minutes") for length in LENGTHS],
        initial=30,
    )
    link = LineField(
        label="Meeting link",
        max_length=LINK_MAX,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text="From Zoom, Meet, Teams or any other; it begins with https://.",
    )
    note = LineField(
        label="Note",
        required=False,
        max_length=NOTE_MAX,
        widget=lines(2),
        help_text="What you want to talk about.",
    )

    def __init__(
        self, *args: Any, milestones: Sequence[OrderMilestone], call: Call | None = None, **kwargs: Any
    ) -> None:
        """Offer the milestones; begin with what the call is now when it is to be moved."""
        super().__init__(*args, **kwargs)
        self.zone = timezone.get_current_timezone()
        self.fields["when"].help_text = f"In your own time, {timezone.get_current_timezone_name()}."
        self._offer([(str(m.pk), f"{m.position}. {m.name}") for m in milestones])
        if call is not None:
            del self.fields["milestone"]
            self.fields["when"].initial = call.starts_at.astimezone(self.zone).strftime(TYPED)
            for name in ("minutes", "link", "note"):
                self.fields[name].initial = getattr(call, name)
        self._ask_which()

    def _offer(self, chosen: list[tuple[str, str]]) -> None:
        field = self.fields["milestone"]
        field.initial = chosen[0][0] if chosen else None
        field.widget = forms.Select(choices=chosen) if len(chosen) > 1 else forms.HiddenInput()

    def _ask_which(self) -> None:
        """Offer both meanings of a time that comes twice; else the question does not exist."""
        moments = readings(str(self["when"].value() or ""), self.zone)
        if len(moments) < 2:  # noqa: PLR2004 - twice
            del self.fields["which"]
            return
        words = ("The first, before clocks go back", "The second, after they went back")
        named = (f"{one.astimezone(self.zone):%Z}" for one in moments)
        choices = [(str(n), f"{words[n]} ({name})") for n, name in enumerate(named)]
        cast("forms.ChoiceField", self.fields["which"]).choices = choices

    def clean_when(self) -> str:
        """A time that exists. Says in words why another one does not."""
        text: str = self.cleaned_data["when"]
        typed = typed_moment(text)
        if typed is None:
            message = "Choose a day and a time, as in 2026-12-01T14:05."
            raise ValidationError(message)
        if not 1 < typed.year < 9999:  # noqa: PLR2004 - the ends of the calendar
            message = "Choose a time within the next 90 days."
            raise ValidationError(message)
        if not readings(text, self.zone):
            message = f"Clocks go forward then, so {typed:%H:%M} does not exist there that day. Choose another time."
            raise ValidationError(message)
        return text

    def clean(self) -> dict[str, Any]:
        """Put the moment, in UTC, under ``starts_at``."""
        data = super().clean() or {}
        moments = readings(data.get("when", ""), self.zone)
        if len(moments) == 1:
            data["starts_at"] = moments[0]
        elif moments and data.get("which"):
            data["starts_at"] = moments[int(data["which"])]
        elif moments and "which" not in self.errors:
            self.add_error("which", "Choose one of the two.")
        return data


class WordForm(CommandForm):
    """A word to the other side."""

    word = LineField(label="A word", required=False, max_length=NOTE_MAX, widget=lines(2))


class ReasonForm(CommandForm):
    """Why; the other side has planned for it."""

    word = LineField(label="Why", max_length=NOTE_MAX, widget=lines(2))
