"""Refusals: what a domain operation raises when it will not do what was asked.

Each carries a sentence for the person who asked. Operations define their own subclasses beside them; views,
jobs, admin and commands turn them into their own language.
"""


class Refusal(Exception):  # noqa: N818 - the field's word; it is no fault of the program
    """Not possible in the present state. Answered with 409 and the words."""

    status_code = 409
    default_message = "That is not possible now."

    def __init__(self, message: str = "") -> None:
        """Keep the sentence for the person."""
        self.message = message or self.default_message
        super().__init__(self.message)


class Forbidden(Refusal):
    """The person is a party, but not the one who may do this. Answered with 403."""

    status_code = 403
    default_message = "The other side has to do this."


class Stale(Refusal):
    """The page shows an older version than the one stored. Answered with 409 and the fresh fragment."""

    default_message = "This changed while the page was open. Here is how it stands now."


class Invalid(Refusal):
    """Something typed cannot be taken. Answered with 422, the words beside the field."""

    status_code = 422

    def __init__(self, message: str, *, field: str | None = None) -> None:
        """Name the form field (None: the whole form) that the sentence belongs to."""
        super().__init__(message)
        self.field = field
