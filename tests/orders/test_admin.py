"""What staff see of orders: everything, and nothing to change by hand."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from accounts.models import User
from orders.operations.resuming import ask_to_resume
from tests.factories.calls import agreed, zoomed
from tests.factories.orders import order_in
from tests.orders import stories
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
    model: Any, desk: Client, buyer: User, seller: User
) -> None:
    order_in("disputed", buyer, seller)
    order_in("asked", buyer, seller)
    review(order_in("stopped", buyer, seller), buyer)
    agreed(zoomed(order_in("in_progress", buyer, seller)), buyer)
    subscribed(seller, buyer)
    order_in("proposed", buyer, seller)
    stopped = order_in("stopped", buyer, seller)
    ask_to_resume(order_id=stopped.pk, text="On we go.", click=stories.click(buyer, stopped))
    base = f"/admin/orders/{model._meta.model_name}/"
    row = model.objects.first()
    assert desk.get(base, {"q": "MP"}).status_code == 200
    assert desk.get(f"{base}{row.pk}/change/").status_code == 200
    assert desk.get(f"{base}add/").status_code == 403
    assert desk.post(f"{base}{row.pk}/change/", {}).status_code == 403
    assert desk.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 403
