"""Form fields for what people type: cleaned before any validator counts or compares it."""

from typing import Any, ClassVar

from django import forms

from config.shared.text import clean_line, clean_text

TOO_LONG = "Keep it within %(limit_value)d characters (it has %(show_value)d)."


class LineField(forms.CharField):
    """One line of text without invisible characters."""

    default_error_messages: ClassVar = {"max_length": TOO_LONG}

    def to_python(self, value: Any) -> str:
        """Clean before any validator sees it."""
        return clean_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Several lines of text without invisible characters."""

    default_error_messages: ClassVar = {"max_length": TOO_LONG}
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Clean before any validator sees it."""
        return clean_text(super().to_python(value) or "")
