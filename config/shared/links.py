"""Text as people wrote it, with the addresses in it made into links that lead where they say."""

import re
from html import escape
from urllib.parse import quote, urlsplit

from django.utils.safestring import SafeString, mark_safe

from config.shared.text import clean_text

LONGEST = 2_000
SHOWN = 80
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'`\\^{|}\u00ab\u00bb\u2018-\u201f]+", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE | re.ASCII)
_PAIRS = {")": "(", "]": "["}
_REL = "nofollow noopener noreferrer ugc"


def linked(text: str) -> SafeString:
    """HTML of a plain text: line breaks kept, http and https addresses clickable.

    No link is made of an address with a name or password before its host, of a host in other letters than ASCII (its
    punycode is fine) or without a dot, or of one that is longer than 2,000 characters: it stays text. Characters that
    turn the direction of what follows are dropped.
    """
    text = clean_text(text)
    parts, end = [], 0
    for match in _ADDRESS.finditer(text):
        address = _without_the_stop(match[0])
        if (target := _target(address)) is None:
            continue
        parts += [_plain(text[end : match.start()]), _anchor(target, address)]
        end = match.start() + len(address)
    parts.append(_plain(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped


def _plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _anchor(target: str, address: str) -> str:
    shown = address if len(address) <= SHOWN else f"{address[: SHOWN - 1]}…"
    return f'<a class="link" href="{escape(target)}" rel="{_REL}" target="_blank">{escape(shown)}</a>'


def _without_the_stop(address: str) -> str:
    """What ends the sentence, or closes a bracket that was opened before the address, is no part of it."""
    while address:
        last = address[-1]
        unopened = last in _PAIRS and address.count(last) > address.count(_PAIRS[last])
        if last not in ".,:;!?*_~" and not unopened:
            break
        address = address[:-1]
    return address


def _target(address: str) -> str | None:
    """Where it leads, in ASCII; None when that is not plain to see."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    known = _HOST.fullmatch(host) and "@" not in parts.netloc and not parts.netloc.endswith(":")
    if not known or len(address) > LONGEST or port == 0:
        return None
    return quote(address, safe=":/?#[]@!$&()*+,;=%-._~")
