"""``/robots.txt``."""

import pytest
from django.test import Client, override_settings

from accounts.models import User
from tests.access.routes import site_routes

PUBLIC_PATHS = ("/", "/gigs/", "/people/", "/sitemap.xml", "/media/", "/static/", "/robots.txt")


@override_settings(SITE_URL="https://milepost.example")
def test_names_the_sitemap_and_closes_what_is_private() -> None:
    text = Client().get("/robots.txt").content.decode()
    assert "Sitemap: https://milepost.example/sitemap.xml" in text.splitlines()
    for path in ("/accounts/", "/admin/", "/inbox/", "/orders/", "/selling/", "/favourites/"):
        assert f"Disallow: {path}" in text.splitlines()
    closed = [line.removeprefix("Disallow: ") for line in text.splitlines() if line.startswith("Disallow")]
    assert not [path for path in PUBLIC_PATHS if any(path.startswith(prefix) for prefix in closed)]
    assert site_routes()


@pytest.mark.django_db
def test_a_members_page_asks_not_to_be_indexed(client: Client, buyer: User) -> None:
    client.force_login(buyer)
    assert client.get("/favourites/")["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/gigs/").headers
