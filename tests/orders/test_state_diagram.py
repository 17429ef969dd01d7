"""The drawing in the docs is the table's."""

from pathlib import Path

from orders.management.commands.state_diagram import diagram
from orders.states import TABLE

DOCS = Path(__file__).resolve().parents[2] / "docs" / "architecture.md"


def test_the_docs_hold_the_diagram_of_the_present_table() -> None:
    assert f"```mermaid\n{diagram()}\n```" in DOCS.read_text(encoding="utf-8")


def test_every_act_is_drawn() -> None:
    drawn = diagram()
    assert [act for _, act in TABLE if f"{act} (" not in drawn] == []
