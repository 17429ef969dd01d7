"""What a first visit costs (look.md 4): HTML, CSS and JavaScript together, compressed as they travel."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from accounts.models import User
from tests.factories.gigs import live_gig_with_milestones
from tests.journeys.forms import Node, parse
from tests.orders import stories

MOST_KB = 45
FONT_MOST_KB = 50


def _compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def _static(path: str) -> bytes:
    found = finders.find(path.removeprefix("/static/"))
    assert isinstance(found, str), path
    return Path(found).read_bytes()


def _assets(root: Node) -> tuple[list[str], list[str]]:
    scripts = [one.attrs["src"] for one in root.find("script") if "src" in one.attrs]
    links = [(one.attrs.get("rel"), one.attrs.get("as"), one.attrs["href"]) for one in root.find("link")]
    sheets = [href for rel, _, href in links if rel == "stylesheet"]
    fonts = [href for _, kind, href in links if kind == "font"]
    return [*scripts, *sheets], fonts


@pytest.mark.parametrize("place", ["home", "browse", "gig", "order", "buying"])
def test_a_first_visit_is_light(place: str, client: Client, seller: User, buyer: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=5)
    order = stories.deliver(stories.order_of(seller, buyer, milestones=6))
    paths = {
        "home": "/",
        "browse": "/gigs/",
        "gig": f"/gigs/{gig.slug}/",
        "order": f"/orders/{order.number}/",
        "buying": "/buying/",
    }
    client.force_login(buyer, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(paths[place])
    assert answer.status_code == 200
    root, _ = parse(answer.content.decode())
    assets, fonts = _assets(root)
    parts = {path: _compressed(_static(path)) for path in assets} | {"html": _compressed(answer.content)}
    assert sum(parts.values()) <= MOST_KB * 1024, parts
    assert sum(len(_static(path)) for path in fonts) <= FONT_MOST_KB * 1024
