"""The questions that were copied into an order, as a form."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from config.shared.commands import CommandForm
from config.shared.text_fields import TextField
from orders.forms.acts import TEXT_MAX, lines
from orders.models import Answer

PREFIX, KEEP = "question_", "keep_"


class RequirementsForm(CommandForm):
    """One field for each question that was copied into the order."""

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Mapping[str, Any]],
        earlier: Mapping[int, Answer] | None = None,
        **kwargs: Any,
    ) -> None:
        """``questions``: text, kind, choices, required. ``earlier``: what was answered before, by their index."""
        super().__init__(*args, **kwargs)
        self.earlier = earlier or {}
        for index, question in enumerate(questions):
            self.fields[f"{PREFIX}{index}"] = _question_field(question)
            if index in self.earlier:
                self._fill_in(index, question, self.earlier[index])

    def texts(self) -> dict[int, str]:
        """What was written or chosen, by the index of the question."""
        return {index: value for index, value in self._answers() if isinstance(value, str) and value}

    def uploads(self) -> dict[int, UploadedFile]:
        """What was uploaded, by the index of the question."""
        return {index: value for index, value in self._answers() if isinstance(value, UploadedFile)}

    def kept(self) -> dict[int, Answer]:
        """Whose earlier file is to be used again, by the index of the question; an upload goes before it."""
        uploaded = self.uploads()
        return {
            index: answer
            for index, answer in self.earlier.items()
            if self.cleaned_data.get(f"{KEEP}{index}") and index not in uploaded
        }

    def _fill_in(self, index: int, question: Mapping[str, Any], answer: Answer) -> None:
        field = self.fields[f"{PREFIX}{index}"]
        if question["kind"] != "file":
            known = question["kind"] == "text" or answer.text in question["choices"]
            field.initial = answer.text if known else ""
        elif answer.stored:
            field.required = False
            label = f"Use “{answer.name}” from your earlier order"
            self.fields[f"{KEEP}{index}"] = forms.BooleanField(label=label, required=False, initial=True)

    def _answers(self) -> list[tuple[int, Any]]:
        return [
            (int(n.removeprefix(PREFIX)), v) for n, v in self.cleaned_data.items() if n.startswith(PREFIX)
        ]


def _question_field(question: Mapping[str, Any]) -> forms.Field:
    label, required = question["text"], question["required"]
    if question["kind"] == "file":
        return forms.FileField(label=label, required=required)
    if question["kind"] == "choice":
        choices = [(choice, choice) for choice in question["choices"]]
        return forms.ChoiceField(label=label, required=required, choices=choices, widget=forms.RadioSelect)
    return TextField(label=label, required=required, max_length=TEXT_MAX, widget=lines(4))
