"""The drawing in the docs is the table's."""

from pathlib import Path

from offers.management.commands.offer_diagram import diagram
from offers.states import TABLE

DOCS = Path(__file__).resolve().parents[2] / "docs" / "architecture.md"


def test_the_docs_hold_the_diagram_of_the_present_table() -> None:
    assert f"```mermaid\n{diagram()}\n```" in DOCS.read_text(encoding="utf-8")


def test_every_act_is_drawn() -> None:
    drawn = diagram()
    assert [action for _, action in TABLE if f"{action} (" not in drawn] == []
