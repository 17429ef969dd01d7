"""What saving a card costs (speed.md, figure 5: at most 8 statements, 6 as stretch)."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import Gig
from gigs.operations import add_substep
from gigs.queries import workbench
from tests.bench.statements import statements
from tests.factories.gigs import live_gig_with_milestones, own_split

pytestmark = pytest.mark.django_db
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@pytest.fixture
def gig(seller: User) -> Gig:
    """Four milestones with substeps in three packages."""
    gig = live_gig_with_milestones(seller, milestones=4)
    packages = frozenset(gig.packages.values_list("pk", flat=True))
    for milestone in gig.milestones.all():
        for version in (1, 2):
            add_substep(
                gig_id=gig.pk,
                owner_id=seller.pk,
                milestone_id=milestone.pk,
                version=version,
                name=f"Part {version}",
                package_ids=packages,
            )
    gig.refresh_from_db()
    return gig


def card(gig: Gig, key: str, version: int, packages: list[int]) -> dict[str, Any]:
    """One open card, and nothing else, as htmx posts it."""
    return {
        "open_milestone": key,
        "milestone-name": "Typed name",
        "milestone-description": "Typed text",
        "milestone-version": version,
        "milestone-packages": packages,
    }


def save(client: Client, gig: Gig, key: str, version: int, packages: list[int]) -> list[str]:
    address = f"/selling/gigs/{gig.slug}/description/milestones/{key}/"

    def post() -> None:
        answer = client.post(address, card(gig, key, version, packages), headers={"HX-Request": "true"})
        assert answer.status_code == 200
        html = answer.content.decode()
        assert html.count('data-move="') == gig.milestones.count()
        assert "Price and days of each milestone" in html

    return [
        sql
        for sql in statements(post)
        if not sql.startswith(CONTROL) and "COUNT(*)" not in sql  # the count is the test's own
    ]


def test_an_edit_takes_six_statements(client: Client, gig: Gig, seller: User) -> None:
    client.force_login(seller)
    packages = list(gig.packages.values_list("pk", flat=True))
    found = save(client, gig, str(gig.milestones.get(position=1).pk), 3, packages)
    assert len(found) == 6, "\n".join(found)


def test_a_new_card_takes_seven_statements(client: Client, gig: Gig, seller: User) -> None:
    client.force_login(seller)
    found = save(client, gig, "new", gig.version, list(gig.packages.values_list("pk", flat=True)))
    assert len(found) == 7, "\n".join(found)


def test_what_is_drawn_is_what_is_stored(client: Client, gig: Gig, seller: User) -> None:
    """The answer is drawn from what the operation computed, not read again: both have to say the same."""
    client.force_login(seller)
    gig = own_split(gig, [(100_00, 6), (40_00, 2), (20_00, 2), (20_00, 2)])
    milestone, packages = gig.milestones.get(position=2), list(gig.packages.values_list("pk", flat=True))
    address = f"/selling/gigs/{gig.slug}/description/milestones/"
    for key, version, chosen in (
        (str(milestone.pk), 3, packages[1:]),
        (str(milestone.pk), 4, packages),
        ("new", gig.version + 2, packages[:2]),
    ):
        posted = card(gig, key, version, chosen)
        answer = client.post(f"{address}{key}/", posted, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        assert answer.context["bench"] == workbench(gig)
