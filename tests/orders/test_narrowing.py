"""A member narrows the list of own orders, with whatever stands in the address."""

from datetime import UTC, datetime

import pytest

from accounts.models import User
from config.shared import clock
from tests.factories.orders import order_in
from tests.orders.pages import content_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("asked", "there"), [("until", True), ("since", False)])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_last_day_of_the_calendar_is_a_day_like_another(
    buyer: User, seller: User, zone: str, asked: str, there: bool
) -> None:
    order = order_in("in_progress", buyer, seller)
    User.objects.filter(pk=buyer.pk).update(time_zone=zone)
    for page in ("/buying/", "/buying/orders.csv"):
        answer = signed_in(buyer).get(page, {asked: "9999-12-31"})
        assert answer.status_code == 200
        said = content_of(answer) if answer.streaming else answer.content
        assert (order.number.encode() in said) is there


@pytest.mark.parametrize(
    ("since", "there"), [("2026-03-01", True), ("2026-03-02", True), ("2026-03-03", False)]
)
def test_a_day_is_the_readers_own_on_the_page_and_in_the_table(
    buyer: User, seller: User, since: str, there: bool
) -> None:
    User.objects.filter(pk=buyer.pk).update(time_zone="Pacific/Kiritimati")
    with clock.travelled_to(datetime(2026, 3, 1, 12, tzinfo=UTC)):  # the 2nd there
        order = order_in("in_progress", buyer, seller)
    for page in ("/buying/", "/buying/orders.csv"):
        answer = signed_in(buyer).get(page, {"since": since})
        said = content_of(answer) if answer.streaming else answer.content
        assert (order.number.encode() in said) is there
