"""The page of all components: none is missing, each says what it takes, and nobody sees it outside of demo mode."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from config.shared.components import Post
from config.shared.templatetags.milepost import STATES
from tests.journeys.forms import parse
from tests.journeys.validity import faults_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2] / "templates"
COMPONENTS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "components").rglob("*.html"))
_COMMENT = re.compile(r"\{# \w.*?(Takes: |Reads from|Made by the tag).*#\}", re.DOTALL)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_begins_with_what_it_takes(name: str) -> None:
    first = (ROOT / name).read_text().split("\n", 1)[0]
    assert _COMMENT.fullmatch(first), first


def test_every_component_is_on_the_page(client: Client) -> None:
    answer = client.get("/design/?toasts")
    assert answer.status_code == 200
    shown = {template.name.partition("#")[0] for template in answer.templates if template.name}
    assert sorted(set(COMPONENTS) - shown) == []


def test_the_rail_shows_every_state(client: Client) -> None:
    root, _ = parse(client.get("/design/").content.decode())
    rails = [one for one in root.find("ol") if one.attrs.get("aria-label") == "Every state"]
    assert len(rails) == 2
    for rail in rails:
        assert [one.attrs["data-state"] for one in rail.find("li")] == [
            state for state in STATES if state != "cancelled"
        ]
    assert {level.attrs["data-level"] for level in root.find("p") if "data-level" in level.attrs} == {
        "calm",
        "soon",
        "urgent",
        "over",
    }
    assert Post(1, "x").state == "planned"


def test_the_page_is_valid(client: Client) -> None:
    assert faults_of(client.get("/design/?toasts").content.decode()) == []


def test_it_is_not_there_outside_of_demo_mode(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert client.get("/design/").status_code == 404
