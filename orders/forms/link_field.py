"""A link, as it is typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from config.shared.text import clean_line

LONG_LINK = "This address is too long: at most 500 characters."
BAD_LINK = "Write the whole address, like https://example.com/your-work."


class LinkField(forms.URLField):
    """A link without invisible characters, refused in one sentence."""

    def run_validators(self, value: Any) -> None:
        """Say once what is wrong, whatever is."""
        try:
            super().run_validators(value)
        except ValidationError as fault:
            codes = {one.code for one in fault.error_list}
            raise ValidationError(LONG_LINK if codes == {"max_length"} else BAD_LINK) from fault

    def to_python(self, value: Any) -> Any:
        """Clean before any validator sees it; what is no address at all is refused here already."""
        try:
            return super().to_python(clean_line(value) if isinstance(value, str) else value)
        except ValidationError as fault:
            raise ValidationError(BAD_LINK) from fault
