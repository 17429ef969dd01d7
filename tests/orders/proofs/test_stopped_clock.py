"""Jobs that stand still for days, and then run once, lead every order to the same end as jobs that never stopped.

One order lives through a random history while the jobs run at every deadline and every sixty hours. Another is clicked
on at the same moments by people who do the same, and no job runs until the end (product.md 5.5).
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.shared import clock
from config.shared.commands import Click
from config.shared.errors import Refusal
from orders.audit import broken_invariants
from orders.ledger.accounts import available, pending
from orders.ledger.balances import balance
from orders.models import Intent, Order, Settlement
from orders.operations.sweeping import JOBS
from orders.states import ENDED, TABLE, Act, OrderStatus, Role
from tests.orders import stories
from tests.orders.proofs.drivers import DRIVERS, STAFF_ONLY
from tests.orders.proofs.scene import Scene, placed

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 20, 9, tzinfo=UTC)
LENGTHS = [timedelta(hours=hours) for hours in (1, 13, 25, 49, 73, 24 * 8 - 1, 24 * 9, 24 * 11, 24 * 31)]
LEFT_OUT = {Act.RESUME, Act.ORDER_AGAIN}
"""They make orders of their own."""
PRESSED = sorted(
    act for act, driver in DRIVERS.items() if not driver.system and act not in STAFF_ONLY | LEFT_OUT
)
SWEPT = [job for name, job in JOBS if name not in {"messages carried out", "subscriptions renewed"}]
PACE, AFTERWARDS = timedelta(hours=60), timedelta(days=45)
Step = tuple[Act, str, datetime]


histories = given(data=st.data(), milestones=st.integers(1, 3), ask=st.booleans(), good=st.booleans())
QUIET = list(HealthCheck)


@settings(max_examples=5, deadline=None, suppress_health_check=QUIET)
@histories
def test_a_clock_that_stood_still_leads_to_the_same_end(
    data: st.DataObject, milestones: int, ask: bool, good: bool
) -> None:
    compared(data, milestones=milestones, ask=ask, good=good)


@pytest.mark.deep
@settings(deadline=None, suppress_health_check=QUIET)
@histories
def test_the_same_for_many_histories(data: st.DataObject, milestones: int, ask: bool, good: bool) -> None:
    compared(data, milestones=milestones, ask=ask, good=good)


def compared(data: st.DataObject, *, milestones: int, ask: bool, good: bool) -> None:
    """Let two orders live through the same, one of them without jobs, and look where they end."""
    number = stories.SUCCESS if good else stories.DECLINED
    terms: dict[str, Any] = {"milestones": milestones, "number": number, "ask": ask}
    kept = begun(**terms)
    steps = lived(kept, data)
    stopped = begun(**terms)  # now, so that none of the jobs until here has seen it
    for step in steps:
        pressed(stopped, *step)
    end = (steps[-1][2] if steps else START) + AFTERWARDS
    for again in range(4):
        sweep(end + again * timedelta(days=32))
    assert end_of(kept) == end_of(stopped), "\n".join(
        f"{who} {act} {at:%d %b %H:%M}" for act, who, at in steps
    )
    for scene in (kept, stopped):
        assert broken_invariants(order_id=scene.order_id) == []


def begun(**terms: Any) -> Scene:
    """A new order of new people, at the beginning of the story."""
    with clock.travelled_to(START):
        return placed(revisions=1, **terms)


def lived(scene: Scene, data: st.DataObject) -> list[Step]:
    """A history with jobs that run: what was pressed, by whom, when."""
    now, steps = START, []
    for _ in range(data.draw(st.integers(0, 9))):
        now = run_until(scene, now, now + data.draw(st.sampled_from(LENGTHS)))
        state, last = scene.standing.state, scene.standing.is_last
        known = [act for act in PRESSED if (move := TABLE.get((state, act))) and move.last in {None, last}]
        if not known:
            break
        act = data.draw(st.sampled_from(known))
        people = sorted(TABLE[state, act].roles & {Role.BUYER, Role.SELLER})
        steps.append((act, str(data.draw(st.sampled_from(people))), now))
        pressed(scene, *steps[-1])
    run_until(scene, now, now + AFTERWARDS)
    return steps


def pressed(scene: Scene, act: Act, who: str, at: datetime) -> None:
    """One click; a refusal is an answer too."""
    with clock.travelled_to(at):
        click: Click = scene.click(who, at)
        try:
            DRIVERS[act].press(scene, click)
        except Refusal:
            return


def run_until(scene: Scene, now: datetime, until: datetime) -> datetime:
    """The jobs run at each deadline of the order, and every sixty hours."""
    while now < until:
        order = Order.objects.only("due_at", "status").get(pk=scene.order_id)
        due_at = order.due_at if order.due_at and order.due_at > now else until
        now = min(due_at, until if order.status in ENDED else now + PACE, until)
        sweep(now)
    return until


def sweep(at: datetime) -> None:
    """All jobs, once."""
    with clock.travelled_to(at):
        for job in SWEPT:
            job(at=at)


def end_of(scene: Scene) -> tuple[object, ...]:
    """Where order, milestones and money have come to; when, is the one thing that may differ."""
    order, seller = scene.order, scene.people["seller"]
    milestones = order.milestones.order_by("position")
    columns = (
        "position",
        "status",
        "amount_minor",
        "released_minor",
        "refunded_minor",
        "rounds",
        "revisions_used",
    )
    shared = ("milestone__position", "act", "to_seller_minor", "to_buyer_minor", "commission_minor")
    settled = Settlement.objects.filter(milestone__order=order).order_by("milestone__position")
    paid = Intent.objects.filter(payer=scene.people["buyer"]).values("purpose", "status")
    return (
        (OrderStatus(order.status), order.reason, order.current),
        tuple(milestones.values_list(*columns)),
        tuple(settled.values_list(*shared)),
        balance(pending(seller.pk)) + balance(available(seller.pk)),
        sorted(map(str, paid.annotate(total=Sum("amount_minor")))),
    )
