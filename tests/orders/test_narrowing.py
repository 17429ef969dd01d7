"""A member narrows the list of own orders, with whatever stands in the address."""

import pytest

from accounts.models import User
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
