"""The order page reads as much of a long history as of a short one; dashboards of a thousand orders as of ten."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import uuid4

import pytest

from config.shared import clock
from orders.models import Delivery, DeliveryFile, Event, Order, OrderMilestone
from orders.states import OPEN, Act, MilestoneStatus
from tests.orders.pages import signed_in
from tests.orders.proofs.places import PLACES, Place
from tests.orders.proofs.scene import Scene

pytestmark = pytest.mark.django_db
PAGE_MAX, BOARD_MAX = 12, 8
DELIVERIES, FILES, EVENTS, ORDERS = 20, 3, 300, 1_000
Count = Callable[..., AbstractContextManager[object]]


def grown(scene: Scene) -> None:
    """Twenty deliveries with files and three hundred events more, straight into the tables."""
    order, at = scene.order, clock.now()
    milestone = order.milestones.get(position=order.current)
    deliveries = Delivery.objects.bulk_create(
        Delivery(milestone=milestone, round=100 + n, message=f"Round {n}.", at=at + timedelta(minutes=n))
        for n in range(DELIVERIES)
    )
    DeliveryFile.objects.bulk_create(
        DeliveryFile(delivery=one, stored="deliveries/none.txt", name=f"{n}.txt", size=9, sha256="0" * 64)
        for one in deliveries
        for n in range(FILES)
    )
    Event.objects.bulk_create(
        Event(
            order=order,
            position=order.current,
            act=Act.POST_UPDATE,
            role="seller",
            actor=order.seller,
            version=order.version,
            at=at + timedelta(minutes=n),
            data={"text": f"Step {n}."},
        )
        for n in range(EVENTS)
    )


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_the_order_page_reads_at_most_twelve_times(
    place: Place, django_assert_max_num_queries: Count
) -> None:
    scene = place.make()
    grown(scene)
    url = f"/orders/{scene.order.number}/"
    with clock.travelled_to(scene.at + timedelta(minutes=5)):
        for who in ("buyer", "seller"):
            client = signed_in(scene.people[who])
            with django_assert_max_num_queries(PAGE_MAX):
                assert client.get(url).status_code == 200


def test_the_order_page_shows_the_newest_of_a_long_history_and_the_rest_on_a_click() -> None:
    scene = PLACES[0].make()
    before = Event.objects.filter(order=scene.order).count()
    grown(scene)
    url, client = f"/orders/{scene.order.number}/", signed_in(scene.people["buyer"])
    page = client.get(url)
    assert (len(page.context["page"].timeline), page.context["page"].earlier) == (100, before + EVENTS - 100)
    assert f"Show the {before + EVENTS - 100} before these" in page.content.decode()
    whole = client.get(url, {"history": "all"})
    assert (len(whole.context["page"].timeline), whole.context["page"].earlier) == (before + EVENTS, 0)
    assert "before these" not in whole.content.decode()
    polled = client.get(
        url, {"history": "all", "shown": page.context["page"].shown}, headers={"HX-Request": "true"}
    )
    assert polled.status_code == 204


def test_dashboards_of_a_thousand_orders_read_at_most_eight_times(
    django_assert_max_num_queries: Count,
) -> None:
    delivered = next(place for place in PLACES if place.name == "active delivered of three").make()
    _copied(delivered.order, ORDERS)
    for who, url in (("buyer", "/buying/"), ("seller", "/selling/"), ("seller", "/selling/earnings/")):
        client = signed_in(delivered.people[who])
        client.get(url)  # Django asks SQLite once what it knows
        with django_assert_max_num_queries(BOARD_MAX):
            assert client.get(url).status_code == 200


def _copied(order: Order, count: int) -> None:
    """The same order so many times more, two of three ended."""
    milestones = list(order.milestones.order_by("position"))
    orders, rows = [], []
    for n in range(count):
        ended = n % 3 > 0
        columns = {f.attname: getattr(order, f.attname) for f in Order._meta.concrete_fields}
        end = {"status": "completed", "reason": "stopped", "due_at": None, "ended_at": order.placed_at}
        columns |= {"id": uuid4(), "number": f"MP-{n:08}", "offer_id": None, **(end if ended else {})}
        one = Order(**columns)
        orders.append(one)
        for milestone in milestones:
            same = {f.attname: getattr(milestone, f.attname) for f in OrderMilestone._meta.concrete_fields}
            status = MilestoneStatus.DROPPED if ended else milestone.status
            rows.append(OrderMilestone(**{**same, "id": uuid4(), "order_id": one.pk, "status": status}))
    Order.objects.bulk_create(orders)
    OrderMilestone.objects.bulk_create(rows)
    assert Order.objects.filter(status__in=OPEN).count() > count // 4
