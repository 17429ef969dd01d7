"""Ticks of substeps and stages: progress without money or clock."""

import uuid

import pytest

from accounts.models import User
from gigs.operations import add_substep
from orders.models import Order
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.orders import fresh, order_in, placed_order
from tests.orders.pages import act_url, signed_in

pytestmark = pytest.mark.django_db


def tick(order: Order, **more: str) -> dict[str, str]:
    return {"command": str(uuid.uuid4()), "version": str(order.version), **more}


@pytest.fixture
def order(buyer: User, seller: User) -> Order:
    gig = live_gig_with_milestones(seller)
    packages = frozenset(gig.packages.values_list("pk", flat=True))
    milestone = gig.milestones.get(position=1)
    add_substep(
        gig_id=gig.pk,
        owner_id=seller.pk,
        milestone_id=milestone.pk,
        version=milestone.version,
        name="Script",
        package_ids=packages,
    )
    gig.refresh_from_db()
    return fresh(placed_order(buyer, seller, gig=gig).pk)


def test_ticks_and_takes_back(order: Order, seller: User) -> None:
    client, url = signed_in(seller), act_url(order, "substeps/0/")
    assert client.post(url, tick(order, done="on"))["Location"] == act_url(order)
    assert order.milestones.get(position=1).substeps == [{"name": "Script", "done": True}]
    client.post(url, tick(order))
    assert order.milestones.get(position=1).substeps == [{"name": "Script", "done": False}]
    assert fresh(order.pk).version == order.version


def test_answers_a_swap_with_the_fresh_part(order: Order, seller: User) -> None:
    answer = signed_in(seller).post(
        act_url(order, "substeps/0/"), tick(order, done="on"), headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "Take back" in answer.content.decode()


def test_is_the_sellers(order: Order, buyer: User, outsider: User, seller: User) -> None:
    url = act_url(order, "substeps/0/")
    assert signed_in(buyer).post(url, tick(order)).status_code == 403
    assert signed_in(outsider).post(url, tick(order)).status_code == 404
    assert signed_in(seller).get(url).status_code == 405
    assert signed_in(seller).post(act_url(order, "substeps/9/"), tick(order)).status_code == 409
    assert signed_in(seller).post(url, {}).status_code == 409


def test_marks_a_stage_of_an_order_paid_in_full_once(buyer: User, seller: User) -> None:
    order = fresh(placed_order(buyer, seller, in_full=True).pk)
    client, url = signed_in(seller), act_url(order, "stages/0/")
    assert "Mark stage as done" in client.get(act_url(order)).content.decode()
    assert client.post(url, tick(order)).status_code == 302
    assert [stage["done"] for stage in fresh(order.pk).stages] == [True, False, False]
    assert client.post(url, tick(order)).status_code == 409
    assert signed_in(buyer).post(url, tick(order)).status_code == 403


def test_not_once_the_order_has_ended(buyer: User, seller: User) -> None:
    order = order_in("stopped", buyer, seller)
    assert signed_in(seller).post(act_url(order, "stages/0/"), tick(order)).status_code == 409
