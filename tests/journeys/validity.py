"""What a validator says of a page: html5lib finds what a browser would have to mend, the rest is read off the tree.

Java's Nu checker knows more; it is run by hand (tests/journeys/README.md). This runs wherever Python does.
"""

import re
from collections import Counter
from itertools import pairwise
from typing import Any

import html5lib
from html5lib import constants

XHTML = "{http://www.w3.org/1999/xhtml}"
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
INTERACTIVE = frozenset({"a", "button", "details", "embed", "iframe", "input", "label", "select", "textarea"})
OF_TEXT = frozenset({"email", "password", "search", "tel", "text", "url"})
NAMED = frozenset({"img", "area"})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:?\d\d))?")
ONCE = frozenset({"main", "h1", "title"})


def faults_of(html: str, *, fragment: bool = False) -> list[str]:
    """Everything that is wrong with a page, in words; nothing for a good one."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"))
    tree = parser.parseFragment(html) if fragment else parser.parse(html)
    lines = html.split("\n")
    found = [_read(error, lines) for error in parser.errors]
    nodes = [node for node in tree.iter() if isinstance(node.tag, str)]
    found += _ids(nodes)
    found += [fault for node in nodes for fault in _element(node)]
    return found if fragment else found + _whole(nodes)


def _read(error: Any, lines: list[str]) -> str:
    (line, column), code, values = error
    words = constants.E.get(code, code) % (values or {})
    return f"{line}:{column} {words} | {lines[line - 1][max(0, column - 60) : column + 20].strip()}"


def _name(node: Any) -> str:
    return str(node.tag).removeprefix(XHTML)


def _ids(nodes: list[Any]) -> list[str]:
    ids = Counter(node.get("id") for node in nodes if node.get("id") is not None)
    found = [f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1]
    found += ["an id is empty or has a space" for name in ids if not name or " " in name]
    for node in nodes:
        for attribute in REFERENCES:
            for name in (node.get(attribute) or "").split():
                if name not in ids:
                    found.append(f"<{_name(node)}> {attribute} names {name!r}, which is not there")
    for node in nodes:
        if _name(node) == "label" and node.get("for") is not None and node.get("for") not in ids:
            found.append(f"a label is for {node.get('for')!r}, which is not there")
    return found


def _element(node: Any) -> list[str]:
    name, found = _name(node), []
    if name in NAMED and node.get("alt") is None:
        found.append(f"<{name}> has no alt: {node.get('src')}")
    if name == "input" and node.get("maxlength") and node.get("type", "text") not in OF_TEXT:
        found.append(f"<input type={node.get('type')}> has a maxlength")
    if name == "form" and node.get("action") == "":
        found.append("a form has an empty address")
    if name == "button" and node.get("type") not in {"submit", "button", "reset"}:
        found.append("a button has no type")
    if name in {"a", "button"}:
        inner = [_name(below) for below in node.iter() if below is not node and isinstance(below.tag, str)]
        found += [f"<{one}> inside <{name}>" for one in inner if one in INTERACTIVE]
    if name in {"ul", "ol"}:
        found += [
            f"<{_name(child)}> inside <{name}>" for child in node if _name(child) not in {"li", "template"}
        ]
    if not _MOMENT.fullmatch(node.get("datetime") or "2026-11-23"):
        found.append(f"<{name}> at {node.get('datetime')!r}, which is no moment for a browser")
    if node.get("style") is not None:
        found.append(f"<{name}> has a style of its own, which the policy forbids")
    found += [f"<{name}> has the script {key}" for key in node.attrib if key.startswith("on")]
    found += [f"<{name}> has {key}, which HTML does not know" for key in node.attrib if key.startswith("hx-")]
    return found


def _whole(nodes: list[Any]) -> list[str]:
    counts = Counter(_name(node) for node in nodes)
    found = [f"{counts[name]} of <{name}>" for name in sorted(ONCE) if counts[name] != 1]
    headings = [int(_name(node)[1]) for node in nodes if _name(node) in {"h1", "h2", "h3", "h4", "h5"}]
    found += [
        f"a heading {later} follows a heading {earlier}"
        for earlier, later in pairwise(headings)
        if later > earlier + 1
    ]
    root = next(node for node in nodes if _name(node) == "html")
    return found if root.get("lang") else [*found, "the page does not say its language"]
