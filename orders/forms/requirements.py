"""The questions that were copied into an order, as a form."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from config.shared.commands import CommandForm
from config.shared.text import TextField
from orders.forms.acts import TEXT_MAX, lines


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
    return TextField(label=label, required=required, max_length=TEXT_MAX, widget=lines(4))
