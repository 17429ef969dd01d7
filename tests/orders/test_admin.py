"""What staff see, and the one thing they do there: decide a dispute."""

from typing import Any
from uuid import UUID

import pytest
from django.contrib import admin
from django.test import Client

from accounts.models import User
from orders.ledger.accounts import pending
from orders.ledger.balances import balance
from orders.models import Dispute, Event
from orders.states import Act, OrderStatus
from tests.factories.accounts import UserFactory
from tests.factories.orders import fresh, order_in
from tests.orders.pages import signed_in

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
    order_in("stopped", buyer, seller)
    base = f"/admin/orders/{model._meta.model_name}/"
    row = model.objects.first()
    assert desk.get(base, {"q": "MP"}).status_code == 200
    assert desk.get(f"{base}{row.pk}/change/").status_code == 200
    assert desk.get(f"{base}add/").status_code == 403
    assert desk.post(f"{base}{row.pk}/change/", {}).status_code == 403
    assert desk.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def case_of(order_id: UUID) -> str:
    return f"/admin/orders/dispute/{Dispute.objects.get(order_id=order_id).pk}/case/"


def test_a_case_shows_both_sides_and_the_figures_before_the_decision(
    desk: Client, buyer: User, seller: User
) -> None:
    order = order_in("disputed", buyer, seller)
    html = desk.get(case_of(order.pk)).content.decode()
    for words in (
        "It is empty.",
        "Here it is.",
        "Work goes on",
        "Split the money",
        "Release in full",
        "$48.00",
    ):
        assert words in html
    typed = {"decision": Act.DECIDE_SPLIT, "released": "30.00", "text": "Half.", "preview": "1"}
    html = desk.post(case_of(order.pk), typed).content.decode()
    for words in ("$24.00", "$6.00", "$30.00", "$1.65"):
        assert words in html
    assert fresh(order.pk).status == OrderStatus.DISPUTED


def test_a_split_ends_the_order_and_moves_the_money(
    desk: Client, buyer: User, seller: User, staff: User
) -> None:
    order = order_in("disputed", buyer, seller)
    answer = desk.post(
        case_of(order.pk), {"decision": Act.DECIDE_SPLIT, "released": "30", "text": "Half is done."}
    )
    assert answer.status_code == 302
    assert fresh(order.pk).reason == "decided"
    assert balance(pending(seller.pk)) == 2_400
    assert Event.objects.get(order=order, act=Act.DECIDE_SPLIT).actor == staff
    again = desk.post(
        case_of(order.pk), {"decision": Act.DECIDE_SPLIT, "released": "30", "text": "Half is done."}
    )
    assert again.status_code == 302
    assert balance(pending(seller.pk)) == 2_400


@pytest.mark.parametrize(
    "typed", [{"text": ""}, {"released": "1e5"}, {"released": "-1"}, {"released": "99999"}, {"released": ""}]
)
def test_bad_input_decides_nothing(typed: dict[str, str], desk: Client, buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    data = {"decision": Act.DECIDE_SPLIT, "released": "30", "text": "Half.", **typed}
    assert desk.post(case_of(order.pk), data).status_code == 200
    assert fresh(order.pk).status == OrderStatus.DISPUTED


def test_a_case_needs_the_permission(buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    clerk: User = UserFactory.create(handle="clerk", is_staff=True)
    assert signed_in(clerk).get(case_of(order.pk)).status_code == 403
    assert signed_in(buyer).get(case_of(order.pk)).status_code == 302
