"""A browser without JavaScript: follows the links and sends the forms that a page really has."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
PHRASING_ONLY = frozenset({"p", "h1", "h2", "h3", "span", "button", "label", "strong"})
BLOCK = frozenset(
    {
        "article",
        "aside",
        "div",
        "dl",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "header",
        "nav",
        "ol",
        "p",
    }
    | {"section", "table", "ul"}
)


@dataclass
class Node:
    """An element of a page."""

    tag: str
    attrs: dict[str, str]
    parent: "Node | None" = None
    children: list["Node | str"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """All elements below, in order."""
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def find(self, *tags: str) -> list["Node"]:
        """All elements below of these kinds."""
        return [node for node in self.walk() if node.tag in tags]

    @property
    def text(self) -> str:
        """What is read, in one line."""
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return " ".join(" ".join(parts).split())

    def inside(self, tag: str) -> "Node | None":
        """The nearest element of this kind around it."""
        node = self.parent
        while node is not None and node.tag != tag:
            node = node.parent
        return node


class _Builder(HTMLParser):
    """Builds the tree, and notes what a browser would have to mend."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("document", {})
        self.at = self.root
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        if tag in BLOCK:
            self._blame_phrasing(node)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.at = self.at.parent or self.root

    def handle_endtag(self, tag: str) -> None:
        if self.at.tag != tag:
            self.faults.append(f"</{tag}> closes <{self.at.tag}> at {self.getpos()}")
            return
        self.at = self.at.parent or self.root

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)

    def _blame_phrasing(self, node: Node) -> None:
        around: Node | None = self.at
        while around is not None and around.tag not in BLOCK - PHRASING_ONLY:
            if around.tag in PHRASING_ONLY:
                self.faults.append(f"<{node.tag}> inside <{around.tag}> at {self.getpos()}")
                return
            around = around.parent


def parse(html: str) -> tuple[Node, list[str]]:
    """The tree of a page, and its faults: tags out of place, ids given twice, labels of nothing, forms in forms."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    root, faults = builder.root, builder.faults
    ids = [node.attrs["id"] for node in root.walk() if "id" in node.attrs]
    faults += [f"id given twice: {one}" for one in {one for one in ids if ids.count(one) > 1}]
    for label in root.find("label"):
        if label.attrs.get("for") and label.attrs["for"] not in ids:
            faults.append(f"label of nothing: {label.text}")
    faults += ["a form inside a form" for form in root.find("form") if form.inside("form")]
    faults += [
        f"{name} on <{node.tag}>"
        for node in root.walk()
        for name in node.attrs
        if name in {"style", "onclick"}
    ]
    return root, faults


@dataclass
class Form:
    """A form as its page gives it, fields filled as they stand, and the button that will be pressed."""

    node: Node
    button: Node
    address: str

    def __post_init__(self) -> None:
        """Read what a browser would send."""
        self.values: dict[str, Any] = {}
        for control in self.controls():
            self._read(control)
        if self.button.attrs.get("name"):
            self.values[self.button.attrs["name"]] = self.button.attrs.get("value", "")

    def controls(self) -> list[Node]:
        """The fields of the form."""
        return self.node.find("input", "select", "textarea")

    def _read(self, control: Node) -> None:
        name, kind = control.attrs.get("name"), control.attrs.get("type", "text")
        if not name or kind in {"submit", "button", "file"}:
            return
        if control.tag == "textarea":
            self.values[name] = "".join(c for c in control.children if isinstance(c, str)).removeprefix("\n")
        elif control.tag == "select":
            options = control.find("option")
            chosen = [one for one in options if "selected" in one.attrs] or options[:1]
            self.values[name] = chosen[0].attrs.get("value", chosen[0].text) if chosen else ""
        elif kind in {"radio", "checkbox"}:
            if "checked" in control.attrs:
                self._also(name, control.attrs.get("value", "on"), many=kind == "checkbox")
        else:
            self.values[name] = control.attrs.get("value", "")

    def _also(self, name: str, value: str, *, many: bool) -> None:
        if many and name in self.values:
            before = self.values[name]
            self.values[name] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            self.values[name] = value

    def fill(self, label: str, value: Any, within: str = "") -> None:
        """Type into, choose or tick the field with this label; ``within`` names the group around it (its legend)."""
        control = self._control(label, within)
        name, kind = control.attrs["name"], control.attrs.get("type", "text")
        if kind in {"radio", "checkbox"}:
            self.values[name] = control.attrs.get("value", "on")
        elif control.tag == "select":
            known = {one.text: one.attrs.get("value", one.text) for one in control.find("option")}
            self.values[name] = known.get(value, value)
        else:
            self.values[name] = value

    def _control(self, label: str, within: str) -> Node:
        scope = self.node
        if within:
            legends = [one for one in self.node.find("legend") if one.text == within]
            assert legends, f"no group “{within}”"
            scope = legends[0].parent or scope
        for one in scope.find("label"):
            if _same(one.text, label):
                inner = one.find("input", "select", "textarea")
                wanted = one.attrs.get("for")
                named = [node for node in self.controls() if wanted and node.attrs.get("id") == wanted]
                return (named or inner)[0]
        labels = [one.text for one in scope.find("label")]
        raise AssertionError(f"no field “{label}” among {labels}")


def _same(text: str, label: str) -> bool:
    return text.removesuffix("(optional)").strip() == label or text.startswith(f"{label} ")


class Visitor:
    """Somebody whose browser has no JavaScript. ``status`` and ``page`` are what it shows."""

    def __init__(self, client: Client, path: str = "/") -> None:
        """Open the site."""
        self.client = client
        self.open(path)

    def open(self, path: str) -> "Visitor":
        """Type an address."""
        return self._show(self.client.get(path, follow=True))

    def _show(self, answer: Any) -> "Visitor":
        response: HttpResponse = answer
        self.status = response.status_code
        self.path = (
            urlsplit(answer.redirect_chain[-1][0]).path
            if answer.redirect_chain
            else answer.request["PATH_INFO"]
        )
        self.page, faults = parse(response.content.decode())
        assert not faults, f"{self.path}: {faults}"
        return self

    @property
    def text(self) -> str:
        """What the page says."""
        return self.main.text

    @property
    def main(self) -> Node:
        """The content of the page."""
        return self.page.find("main")[0]

    def links(self, words: str) -> list[Node]:
        """Links whose words begin so, else those that have the words in them."""
        known = [one for one in self.page.find("a") if "href" in one.attrs]
        return [one for one in known if one.text.startswith(words)] or [
            one for one in known if words in one.text
        ]

    def follow(self, words: str) -> "Visitor":
        """Click the first such link of the content, else of the page."""
        found = [one for one in self.links(words) if one.inside("main")] or self.links(words)
        assert found, f"no link “{words}” on {self.path}: {[one.text for one in self.main.find('a')]}"
        return self.open(urljoin(self.path, found[0].attrs["href"]))

    def form(self, button: str) -> Form:
        """The form whose button says this."""
        for node in self.page.find("button"):
            around = node.inside("form")
            if around is not None and (
                node.text.startswith(button) or node.attrs.get("aria-label") == button
            ):
                address = node.attrs.get("formaction") or around.attrs.get("action") or self.path
                return Form(around, node, urljoin(self.path, address))
        raise AssertionError(
            f"no button “{button}” on {self.path}: {[b.text for b in self.main.find('button')]}"
        )

    def send(self, form: Form, files: dict[str, SimpleUploadedFile] | None = None) -> "Visitor":
        """Press the form's button; a redirect is followed."""
        method = form.button.attrs.get("formmethod") or form.node.attrs.get("method", "get")
        send = self.client.post if method.lower() == "post" else self.client.get
        return self._show(send(form.address, {**form.values, **(files or {})}, follow=True))

    def press(self, button: str, **fields: Any) -> "Visitor":
        """Fill nothing in and press; ``fields`` are typed by label with spaces for underscores."""
        form = self.form(button)
        for label, value in fields.items():
            form.fill(label.replace("_", " "), value)
        return self.send(form)
