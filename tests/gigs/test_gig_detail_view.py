"""A gig's page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.shared import clock
from gigs.models import FaqEntry, Gig, GigImage
from gigs.operations import add_substep, deny_gig, pause_gig
from tests.factories.gigs import click_of, live_gig_with_milestones, made_gig

pytestmark = pytest.mark.django_db


def statements(client: Client, url: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def test_reads_in_a_constant_number_of_statements(seller: User, outsider: User) -> None:
    small = live_gig_with_milestones(outsider, milestones=1)
    few = statements(Client(), f"/gigs/{small.slug}/")
    big = live_gig_with_milestones(seller, milestones=5)
    packages = frozenset(big.packages.values_list("pk", flat=True))
    for milestone in big.milestones.all():
        for number in range(10):
            add_substep(
                gig_id=big.pk,
                owner_id=seller.pk,
                milestone_id=milestone.pk,
                version=number + 1,
                name=f"Part {number}",
                package_ids=packages,
            )
    for number in range(1, 11):
        FaqEntry.objects.create(gig=big, position=number, question=f"Question {number}", answer="Answer")
        live_gig_with_milestones(outsider, milestones=2)
    for number in range(1, 4):
        GigImage.objects.create(gig=big, position=number, file=f"gigs/{number}.webp", width=16, height=10)
    many = statements(Client(), f"/gigs/{big.slug}/")
    assert len(many) == len(few) <= 8
    assert len(set(many)) == len(many)


def test_follows_the_chosen_package(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    html = Client().get(f"/gigs/{gig.slug}/").content.decode()
    assert "Pay per milestone: $94.95 now" in html
    html = (
        Client().get(f"/gigs/{gig.slug}/?package=standard", headers={"HX-Request": "true"}).content.decode()
    )
    assert "Pay per milestone: $189.90 now" in html
    assert "<!doctype html>" not in html
    assert Client().get(f"/gigs/{gig.slug}/?package=gold").status_code == 200


def test_shows_one_milestone_but_does_not_sell_by_it(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=1)
    html = Client().get(f"/gigs/{gig.slug}/").content.decode()
    assert "Research" in html
    assert "Pay per milestone" not in html


def test_drafts_and_denied_gigs_are_the_owners_alone(
    client: Client, seller: User, staff: User, outsider: User
) -> None:
    draft, denied = made_gig(seller=seller), made_gig(seller=seller, live=True)
    deny_gig(gig_id=denied.pk, actor_id=staff.pk, reason="Copied.", at=clock.now())
    for gig in (draft, denied):
        assert Client().get(f"/gigs/{gig.slug}/").status_code == 404
        client.force_login(outsider)
        assert client.get(f"/gigs/{gig.slug}/").status_code == 404
        client.force_login(seller)
        assert client.get(f"/gigs/{gig.slug}/").status_code == 200


def test_a_paused_gig_says_so_and_takes_no_order(seller: User) -> None:
    gig = made_gig(seller=seller, live=True)
    pause_gig(gig_id=gig.pk, click=click_of(gig))
    html = Client().get(f"/gigs/{gig.slug}/").content.decode()
    assert "This gig is paused." in html
    assert "Order now" not in html


def test_the_owner_edits_and_others_order_and_write(client: Client, seller: User) -> None:
    gig = made_gig(seller=seller, live=True)
    client.force_login(seller)
    own, others = (c.get(f"/gigs/{gig.slug}/").content.decode() for c in (client, Client()))
    assert f"/gigs/{gig.slug}/order/" not in own
    assert f"/selling/gigs/{gig.slug}/overview/" in own
    assert f'href="/gigs/{gig.slug}/order/?package=basic"' in others
    assert f'href="/inbox/new/?gig={gig.slug}"' in others


def test_hidden_milestones_are_kept_from_customers(seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    gig.subcategory.gig_milestones = False
    gig.subcategory.save(update_fields=["gig_milestones"])
    assert "Research" not in Client().get(f"/gigs/{gig.slug}/").content.decode()
    assert Gig.objects.get(pk=gig.pk).milestone_count == 3
