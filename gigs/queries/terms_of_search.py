"""What a search asks for, whatever the engine."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from config.shared.text import clean_line

TEXT_MAX = 100
_CODE = re.compile(r"[a-z]{2,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Terms:
    """Words of the gig; country and language of its seller, as codes. Each may be empty."""

    text: str = ""
    country: str = ""
    language: str = ""

    @classmethod
    def of(cls, text: str = "", country: str = "", language: str = "") -> "Terms":
        """Whatever somebody typed: without invisible characters, at most ``TEXT_MAX`` of them."""
        return cls(clean_line(text)[:TEXT_MAX], country.lower(), language.lower())

    def __bool__(self) -> bool:
        return bool(self.text or self.country or self.language)

    def places(self) -> Iterator[tuple[str, str]]:
        """The kinds and codes asked for; what is no code asks for nothing."""
        for kind, code in (("country", self.country), ("language", self.language)):
            if _CODE.fullmatch(code):
                yield kind, code


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look says.

    ``words``: there is something to look for, not only words like "the" or words that must not be there. ``share``: of
    the gigs looked at, those that were hits; ``near``: the same when the last word may go on, None when it cannot.
    ``size``: about how many gigs there are.
    """

    words: bool
    share: float = 1.0
    near: float | None = None
    size: float = 0.0
