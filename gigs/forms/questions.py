"""Questions to the buyer."""

from typing import Any

from django import forms

from config.shared.text import clean_line
from config.shared.text_fields import LineField, TextField
from gigs.forms.fields import EditorForm
from gigs.models import Question, QuestionKind
from gigs.operations import QuestionDraft

CHOICE_MAX = 80


class QuestionForm(EditorForm):
    """One question: text, a choice, or a file."""

    prefix = "question"  # names of its own, so that it shares a form with the tab
    text = LineField(max_length=300, label="Question", error_messages={"required": "Write the question."})
    kind = forms.ChoiceField(
        choices=QuestionKind.choices,
        initial=QuestionKind.TEXT,
        label="Customers answer with",
        widget=forms.RadioSelect,
    )
    choices = TextField(
        required=False,
        max_length=800,
        label="Choices",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Only for “Choice”: 2 to 10, one a line.",
    )
    required = forms.BooleanField(
        required=False, initial=True, label="An answer is required before the work starts"
    )

    def clean_choices(self) -> tuple[str, ...]:
        """The lines, each once."""
        lines = tuple(
            dict.fromkeys(
                clean_line(line) for line in self.cleaned_data["choices"].split("\n") if line.strip()
            )
        )
        if any(len(line) > CHOICE_MAX for line in lines):
            raise forms.ValidationError(f"Keep each choice within {CHOICE_MAX} characters.")
        return lines

    def draft(self) -> QuestionDraft:
        """The question as typed, of a valid form."""
        data = self.cleaned_data
        return QuestionDraft(data["text"], data["kind"], data["choices"], data["required"])


def initial_of(question: Question) -> dict[str, Any]:
    """A stored question as initial values."""
    return {
        "text": question.text,
        "kind": question.kind,
        "choices": "\n".join(question.choices),
        "required": question.required,
    }
