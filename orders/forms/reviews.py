"""What people type about each other."""

from typing import Any

from django import forms

from config.shared.commands import CommandForm
from config.shared.text_fields import TextField
from orders.forms.acts import lines
from orders.models import Review
from orders.models.review import ASKED, TEXT_MAX, TEXT_MIN
from orders.states import Role

STARS = ("first", "second", "third")


class StarsField(forms.TypedChoiceField):
    """One to five stars, each a radio button with its words."""

    def __init__(self, **kwargs: Any) -> None:
        """The best first, as people read it."""
        choices = [(n, f"{n} star{'s' if n > 1 else ''}") for n in range(5, 0, -1)]
        words = {"required": "Choose one to five stars."}
        widget = forms.RadioSelect(attrs={"data-stars": ""})
        super().__init__(coerce=int, choices=choices, error_messages=words, widget=widget, **kwargs)


class ReviewForm(CommandForm):
    """Three questions, words for everybody, words for staff."""

    first = StarsField()
    second = StarsField()
    third = StarsField()
    text = TextField(
        label="Your review",
        required=False,
        max_length=TEXT_MAX,
        widget=lines(5),
        help_text=f"Everybody can read it: {TEXT_MIN} to {TEXT_MAX:,} characters, or none.",
    )
    private_note = TextField(
        label="A note to Milepost",
        required=False,
        max_length=TEXT_MAX,
        widget=lines(3),
        help_text="Only our staff read it.",
    )

    def __init__(self, *args: Any, role: Role, mine: Review | None = None, **kwargs: Any) -> None:
        """``role``: in which part the author writes. ``mine``: what was written before, to be changed."""
        super().__init__(*args, **kwargs)
        for name, asked in zip(STARS, ASKED[role], strict=True):
            self.fields[name].label = asked
        if mine is not None:
            for name in (*STARS, "text", "private_note"):
                self.initial.setdefault(name, getattr(mine, name))

    @property
    def stars(self) -> tuple[int, int, int]:
        """The answers of a valid form."""
        data = self.cleaned_data
        return data["first"], data["second"], data["third"]


class ReplyForm(CommandForm):
    """One answer to a review, for everybody."""

    text = TextField(label="Your reply", max_length=TEXT_MAX, widget=lines(4))
