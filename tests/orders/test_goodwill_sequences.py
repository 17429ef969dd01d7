"""Whatever is given back in whatever parts, by whomever borne, before or after it cleared: the money adds up."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.shared import clock
from config.shared.errors import Refusal
from orders.audit.whole import everything as broken_invariants
from orders.ledger.accounts import available, pending
from orders.ledger.balances import balance
from orders.ledger.shares import settle
from orders.models import GoodwillRefund, Intent, OrderMilestone, Settlement
from orders.operations.sweeping import run_due
from orders.payments.models import Purpose
from tests.factories.accounts import UserFactory
from tests.orders.goodwill import MILEPOST, NO_REFUND, SELLER, give, settled
from tests.orders.stories import SUCCESS

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([SELLER, MILEPOST]), st.integers(-1, 200_00)),
        st.tuples(st.just("wait"), st.integers(1, 20)),
    ),
    max_size=7,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, card=st.sampled_from([SUCCESS, NO_REFUND]))
def test_any_sequence_of_goodwill(steps: list[tuple[str, int]], card: str) -> None:
    buyer, seller, staff = UserFactory.create_batch(3)
    milestone, day = settled(buyer, seller, number=card), 0
    for what, size in steps:
        day += size if what == "wait" else 0
        with clock.travelled_to(clock.now() + timedelta(days=day)):
            if what == "wait":
                run_due()
            else:
                _try(milestone, staff, size, what)
        assert broken_invariants() == []
    _as_if_less_was_released(milestone, seller.pk)


def _try(milestone: OrderMilestone, staff: object, part: int, bearer: str) -> None:
    """A refusal moves nothing: it is an answer too."""
    before = GoodwillRefund.objects.count()
    try:
        give(milestone, staff, part, bearer)  # type: ignore[arg-type]
    except Refusal:
        assert GoodwillRefund.objects.count() == before


def _as_if_less_was_released(milestone: OrderMilestone, seller_id: int) -> None:
    settlement = Settlement.objects.get(milestone=milestone)
    order = milestone.order
    left = settle(
        amount_minor=milestone.amount_minor,
        fee_minor=milestone.fee_minor,
        released_minor=settlement.kept_minor,
        commission_bp=order.commission_bp,
    )
    refunds = Intent.objects.filter(purpose=Purpose.REFUND, subject_id=milestone.pk)
    back = sum(one.amount_minor for one in refunds)
    assert back == left.refund <= milestone.total_minor
    has = balance(pending(seller_id)) + balance(available(seller_id))
    assert has == settlement.net_minor >= left.to_seller
