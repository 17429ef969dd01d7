"""``manage.py run_due`` does by hand what beat does."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Mail, Notification, User
from config.shared import clock
from config.shared.models import Outbox
from offers.models import Offer
from orders.models import Order, Settlement
from orders.operations.sweeping import run_due
from orders.states import MilestoneStatus, OrderStatus, Reason
from tests.orders import stories

pytestmark = pytest.mark.django_db


def _counts(out: str) -> dict[str, int]:
    lines = (line.split(maxsplit=1) for line in out.splitlines()[1:])
    return {name: int(count) for count, name in lines}


def _at(**length: float) -> str:
    return (clock.now() + timedelta(**length)).isoformat()


@pytest.fixture
def delivered(buyer: User, seller: User) -> Order:
    """Milestone 1 of 2 waits for an answer."""
    return stories.fresh(stories.deliver(stories.order_of(seller, buyer, milestones=2)))


def test_before_the_deadline_it_closes_nothing(delivered: Order, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("run_due", at=_at(days=7, hours=23))

    assert _counts(capsys.readouterr().out)["orders closed"] == 0
    assert stories.fresh(delivered).status == OrderStatus.ACTIVE


def test_after_eight_days_it_completes_the_order_and_tells_both(
    delivered: Order, buyer: User, seller: User, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("run_due", at=_at(days=8, minutes=1))

    order = stories.fresh(delivered)
    assert (order.status, order.reason) == (OrderStatus.COMPLETED, Reason.UNANSWERED)
    statuses = list(order.milestones.values_list("status", flat=True))
    assert statuses == [MilestoneStatus.ACCEPTED, MilestoneStatus.DROPPED]
    assert _counts(capsys.readouterr().out)["orders closed"] == 1
    for member in (buyer, seller):
        assert Notification.objects.filter(user=member, text__contains="did not answer").count() == 1
        assert Mail.objects.filter(user=member, sent_at__isnull=False).exists()
    assert not Outbox.objects.filter(done_at__isnull=True).exists()


def test_clears_earnings_and_expires_offers(
    delivered: Order, buyer: User, seller: User, capsys: pytest.CaptureFixture[str]
) -> None:
    offer = stories.offer_of(seller, buyer)

    call_command("run_due", at=_at(days=8, minutes=1))
    call_command("run_due", at=_at(days=23))

    counts = _counts(capsys.readouterr().out.split("As of")[-1])
    assert counts["earnings cleared"] == 1
    assert Settlement.objects.get().cleared_at is not None
    assert Offer.objects.get(pk=offer.pk).state == "expired"


def test_a_second_run_finds_nothing(delivered: Order) -> None:
    run_due()

    assert sum(run_due().values()) == 0


def test_a_naive_time_counts_as_utc(delivered: Order, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("run_due", at="2090-01-01T00:00")

    assert capsys.readouterr().out.startswith("As of 2090-01-01 00:00:00 UTC\n")


def test_travels_in_demo_mode_only(delivered: Order, settings: pytest.FixtureRequest) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]

    with pytest.raises(CommandError, match="demo mode only"):
        call_command("run_due", at=_at(days=9))
    assert stories.fresh(delivered).status == OrderStatus.ACTIVE


def test_says_how_a_time_is_written() -> None:
    with pytest.raises(CommandError, match="'tomorrow' is no time"):
        call_command("run_due", at="tomorrow")
