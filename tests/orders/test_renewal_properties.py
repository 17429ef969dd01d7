"""Whatever card, provider, clock and people do: a month is charged once at most, and never after the end."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from config.shared import clock
from config.shared.errors import Refusal
from orders.audit import broken_invariants
from orders.models import Intent, Order, OrderMilestone, Subscription
from orders.operations.sweeping import run_due
from orders.operations.unsubscribing import change_card
from orders.payments.models import Attempt, AttemptStatus
from tests.orders.monthly import cancelled, press, read, subscribed
from tests.orders.stories import (
    ANSWER_LOST,
    AUTHENTICATE,
    DECLINED,
    FIRST_ONLY,
    SUCCESS,
    card_of,
    deliver,
    pay,
)

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 1, 31, 9, tzinfo=UTC)
CARDS = st.sampled_from([SUCCESS, FIRST_ONLY, DECLINED, AUTHENTICATE, ANSWER_LOST])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["wait", "wait", "wait", "card", "pay", "deliver", "cancel"]),
        CARDS,
        st.integers(0, 40 * 24),
    ),
    max_size=8,
)


def _act(what: str, number: str, one: Subscription) -> None:
    """One thing that people do; a refusal is an answer too."""
    newest = Order.objects.filter(subscription=one).select_related("buyer").order_by("-month")[0]
    try:
        if what == "card":
            card = card_of(newest.buyer, number)
            change_card(subscription_id=one.pk, card_id=card.pk, click=press(newest.buyer, one))
        elif what == "pay":
            pay(newest, number)
        elif what == "deliver":
            deliver(newest)
        elif what == "cancel":
            cancelled(newest.buyer, one)
    except Refusal:
        pass


def _holds(one: Subscription) -> None:
    months = OrderMilestone.objects.filter(order__subscription=one)
    ids = list(months.values_list("pk", flat=True))
    assert len(ids) == one.made <= one.months
    kept = Attempt.objects.filter(
        intent__subject_id__in=ids,
        intent__purpose="milestone",
        status=AttemptStatus.SUCCEEDED,
        surplus=False,
    )
    charged = [attempt.intent.subject_id for attempt in kept.select_related("intent")]
    assert len(charged) == len(set(charged))
    assert broken_invariants() == []


def _nothing_begins_after_the_end(one: Subscription) -> None:
    over = one.cancelled_at or one.ended_at
    if over is not None:
        ids = OrderMilestone.objects.filter(order__subscription=one).values("pk")
        late = Intent.objects.filter(subject_id__in=ids, purpose="milestone", created_at__gt=over)
        assert not late.exists()
        assert not Order.objects.filter(subscription=one, placed_at__gt=over).exists()


def _no_two_are_close(one: Subscription) -> None:
    placed = list(
        Order.objects.filter(subscription=one).order_by("month").values_list("placed_at", flat=True)
    )
    for earlier, later in pairwise(placed[1:]):
        assert later - earlier >= timedelta(days=3)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=CARDS, months=st.integers(2, 5), steps=STEPS)
def test_a_month_is_charged_once_and_never_after_the_end(
    buyer: User, seller: User, first: str, months: int, steps: list[tuple[str, str, int]]
) -> None:
    with clock.travelled_to(AT):
        begun = subscribed(seller, buyer, number=first, months=months, days=30)
    moment = AT
    for what, number, hours in steps:
        moment += timedelta(hours=hours)
        with clock.travelled_to(moment):
            if what == "wait":
                run_due()
                run_due()
            else:
                _act(what, number, begun)
        _holds(read(begun))
    with clock.travelled_to(moment + timedelta(days=400)):
        for _ in range(3):
            run_due()
    end = read(begun)
    _holds(end)
    _nothing_begins_after_the_end(end)
    _no_two_are_close(end)
    assert end.status in {"cancelled", "ended", "active"}
