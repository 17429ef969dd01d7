"""What staff see of orders: everything, and nothing to change by hand."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from config.shared.money import format_money
from orders.operations.resuming import ask_to_resume
from tests.factories.calls import agreed, zoomed
from tests.factories.orders import order_in
from tests.orders import stories
from tests.orders.goodwill import give, settled
from tests.orders.monthly import subscribed
from tests.orders.pages import signed_in
from tests.orders.reviews import review

pytestmark = pytest.mark.django_db
OURS = [model for model in admin.site._registry if model.__module__.startswith("orders.")]


@pytest.fixture
def desk(staff: User) -> Client:
    return signed_in(staff)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_everything_is_found_and_nothing_can_be_changed(
    model: Any, desk: Client, staff: User, buyer: User, seller: User
) -> None:
    order_in("disputed", buyer, seller)
    order_in("asked", buyer, seller)
    review(order_in("stopped", buyer, seller), buyer)
    agreed(zoomed(order_in("in_progress", buyer, seller)), buyer)
    subscribed(seller, buyer)
    order_in("proposed", buyer, seller)
    give(settled(buyer, seller), staff, 60_00)
    stopped = order_in("stopped", buyer, seller)
    ask_to_resume(order_id=stopped.pk, text="On we go.", click=stories.click(buyer, stopped))
    base = f"/admin/orders/{model._meta.model_name}/"
    row = model.objects.first()
    assert desk.get(base, {"q": "MP"}).status_code == 200
    assert desk.get(f"{base}{row.pk}/change/").status_code == 200
    assert desk.get(f"{base}add/").status_code == 403
    assert desk.post(f"{base}{row.pk}/change/", {}).status_code == 403
    assert desk.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_figures_and_moments_of_an_event_are_read_by_people(
    desk: Client, staff: User, buyer: User, seller: User
) -> None:
    order = order_in("delivered", buyer, seller)
    html = desk.get(f"/admin/orders/order/{order.pk}/change/").content.decode()
    placed, delivered = order.events.get(act="place"), order.events.get(act="deliver")
    assert f"Total: {format_money(placed.data['total'])}" in html
    assert f"First charge: {format_money(placed.data['first_charge'])}" in html
    until = timezone.localtime(datetime.fromisoformat(delivered.data["until"]), staff.zone)
    assert f"Until: {date_format(until, 'D j M Y, H:i')}" in html


@pytest.mark.parametrize("place", ["cancellationrequest", "resumption", "dispute"])
def test_every_outcome_has_a_name_to_filter_by(place: str, desk: Client, buyer: User, seller: User) -> None:
    order_in("disputed", buyer, seller)
    order_in("asked", buyer, seller)
    stopped = order_in("stopped", buyer, seller)
    ask_to_resume(order_id=stopped.pk, text="On we go.", click=stories.click(buyer, stopped))
    html = desk.get(f"/admin/orders/{place}/").content.decode()
    assert '<a href="?outcome=">Open</a>' in re.sub(r">\s+", ">", re.sub(r"\s+<", "<", html))
