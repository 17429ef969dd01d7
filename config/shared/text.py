"""What people type: cleaned of what cannot be seen, and the little formatting that is allowed."""

import re
import unicodedata

import nh3
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]")
_BLANK = re.compile("[\\s\u115f\u1160\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0020-\U000e007f]*")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITALIC = re.compile(r"(?<![\w*])\*([^*\n]+?)\*(?![\w*])")
_BULLETS = re.compile(r"(?:^[-•] .+(?:\n|$))+", re.MULTILINE)


def clean_text(text: str) -> str:
    """Drop control, direction-changing and invisible characters, keep line breaks, trim.

    Joiners and selectors, which emoji and some scripts need, stay where there is something to see; alone they
    are no text.
    """
    joined = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        c
        for c in _UNSEEN.sub("", _BIDI.sub("", joined))
        if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Cn", "Co"}
    )
    text = "".join(kept).strip()
    return "" if _BLANK.fullmatch(text) else text


def clean_line(text: str) -> str:
    """The same on one line, with single spaces."""
    return " ".join(clean_text(text).split())


def _list_of(match: re.Match[str]) -> str:
    items = "".join(f"<li>{line[2:]}</li>" for line in match[0].strip().split("\n"))
    return f"\n\n<ul>{items}</ul>\n\n"


def render_rich(text: str) -> SafeString:
    """Simple formatting for reading.

    Paragraphs, ``**bold**``, ``*italic*``, lines that start with ``- ``. Safe HTML.
    """
    marked = _BULLETS.sub(_list_of, escape(text))
    marked = _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", marked))
    html = linebreaks(marked).replace("<p><ul>", "<ul>").replace("</ul></p>", "</ul>")
    return mark_safe(nh3.clean(html, tags={"p", "br", "strong", "em", "ul", "li"}, attributes={}))  # noqa: S308 - cleaned
