"""Forms as a browser reads them off a page, and what a database holds."""

from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client

OURS = {"accounts", "gigs", "offers", "orders", "config"}


@dataclass
class ReadForm:
    """A form: where it goes, and what it would send as it stands."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[ReadForm] = []
        self.open: ReadForm | None = None
        self.area: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form" and held.get("method", "").lower() == "post":
            self.open = ReadForm(held.get("action", ""))
            self.forms.append(self.open)
        if self.open is None:
            return
        name = held.get("name", "")
        if tag == "input" and name:
            self._input(name, held)
        elif tag == "textarea" and name:
            self.area = name
            self.open.fields[name] = [""]
        elif tag == "select" and name:
            self.select = name
            self.open.fields[name] = []
        elif tag == "option" and self.select and "selected" in held:
            self.open.fields[self.select].append(held.get("value", ""))

    def _input(self, name: str, held: dict[str, str]) -> None:
        assert self.open is not None
        values = self.open.fields.setdefault(name, [])
        kind = held.get("type", "text")
        if kind == "file" or (kind in {"checkbox", "radio"} and "checked" not in held):
            return
        values.append(held.get("value", "on" if kind in {"checkbox", "radio"} else ""))

    def handle_data(self, data: str) -> None:
        if self.area and self.open:
            self.open.fields[self.area] = [data.removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None


def forms_on(page: str) -> list[ReadForm]:
    """Every form of a page that is sent by POST."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def form_at(client: Client, address: str, action: str | None = None) -> dict[str, Any]:
    """What the browser would send from the form on this page, as it stands; the one with a one-time id comes first."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    path = address.partition("?")[0]
    wanted = action or path
    found = [form for form in forms_on(text_of(answer)) if form.action.partition("?")[0] in {wanted, ""}]
    assert found, f"no form to {wanted} on {address}"
    return {name: values for name, values in found[0].fields.items() if values}


def text_of(answer: HttpResponseBase) -> str:
    """The page; of a picture or an archive whatever can be read."""
    return b"".join(answer).decode(errors="replace")


def shows(answer: HttpResponseBase, typed: str) -> bool:
    """What was typed is in a field of the answer."""
    return typed in unescape(text_of(answer))


def rows() -> Counter[str]:
    """How many rows each of our tables holds; sessions are nobody's."""
    tables = [
        model._meta.db_table
        for app in apps.get_app_configs()
        if app.name.partition(".")[0] in OURS
        for model in app.get_models(include_auto_created=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', COUNT(*) FROM {table}" for table in tables))
        return Counter(dict(cursor.fetchall()))
