"""A link, as it is typed, and several of them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from config.shared.text import clean_line

LONG_LINK = "This address is too long: at most 500 characters."
LINKS_MAX = 5
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


class LinksField(forms.CharField):
    """Up to ``LINKS_MAX`` links, one on each line, so that no script is needed; gives them one on each line."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Each line as a link of its own; a fault names its line."""
        typed = re.split(r"\r\n|\r|\n", value) if isinstance(value, str) else []
        rows = [(number, line) for number, line in enumerate(typed, 1) if clean_line(line)]
        if len(rows) > LINKS_MAX:
            message = f"Keep it within {LINKS_MAX} links (these are {len(rows)})."
            raise ValidationError(message)
        return "\n".join(dict.fromkeys(_link_on(number, line, len(rows)) for number, line in rows))


def _link_on(number: int, line: str, of: int) -> str:
    web = [URLValidator(schemes=["http", "https"])]
    try:
        return str(LinkField(max_length=500, assume_scheme="https", validators=web).clean(line))
    except ValidationError as fault:
        words = fault.messages[0]
        raise ValidationError(f"Line {number}: {words}" if of > 1 else words) from fault
