"""Staff give back of a settled milestone: who bears it, to the cent; once; and never more than was paid."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import Mail, Notification, User
from config.shared import clock
from config.shared.errors import Invalid, Stale
from orders.amending import Changes
from orders.audit.whole import everything as broken_invariants
from orders.ledger.balances import balances_by_kind
from orders.models import Event, GoodwillRefund, Intent, OrderMilestone, Settlement
from orders.operations import disputing
from orders.operations.goodwill import HasCleared, NotSettled
from orders.operations.outside import OwnOrder
from orders.operations.returning import pay_refund_by_hand
from orders.operations.sweeping import run_due
from orders.payments.models import Purpose
from orders.payments.refunds import refused
from orders.states import Act
from tests.orders import stories
from tests.orders.amendments.changing import agreed
from tests.orders.goodwill import MILEPOST, NO_REFUND, SELLER, give, settled

pytestmark = pytest.mark.django_db


def now_has(**expected: int) -> None:
    """Every kind of account that is not empty, and no invariant is broken."""
    assert {kind: amount for kind, amount in balances_by_kind().items() if amount} == expected
    assert broken_invariants() == []


def told(user: User) -> str:
    run_due()
    return "\n".join(Notification.objects.filter(user=user).values_list("text", flat=True))


def test_a_part_is_borne_by_the_seller_while_it_clears(buyer: User, seller: User, staff: User) -> None:
    milestone = settled(buyer, seller)
    now_has(provider=-189_90, pending=144_00, commission=36_00, fees=9_90)
    refund = give(milestone, staff, 60_00)
    assert (refund.of_seller_minor, refund.commission_minor, refund.fee_minor) == (48_00, 12_00, 3_30)
    now_has(provider=-189_90, pending=96_00, commission=24_00, fees=6_60, refunding=63_30)
    run_due()
    now_has(provider=-126_60, pending=96_00, commission=24_00, fees=6_60)
    with clock.travelled_to(clock.now() + timedelta(days=15)):
        run_due()
    now_has(provider=-126_60, available=96_00, commission=24_00, fees=6_60)


def test_milepost_bears_it_when_staff_say_so(buyer: User, seller: User, staff: User) -> None:
    give(settled(buyer, seller), staff, 60_00, MILEPOST)
    now_has(provider=-189_90, pending=144_00, commission=24_00, fees=6_60, goodwill=-48_00, refunding=63_30)


def test_what_has_cleared_is_the_sellers_for_good(buyer: User, seller: User, staff: User) -> None:
    milestone = settled(buyer, seller)
    with clock.travelled_to(clock.now() + timedelta(days=15)):
        run_due()
        with pytest.raises(HasCleared):
            give(milestone, staff, 60_00, SELLER)
        now_has(provider=-189_90, available=144_00, commission=36_00, fees=9_90)
        give(milestone, staff, 180_00, MILEPOST)
        run_due()
    now_has(available=144_00, goodwill=-144_00)


def test_all_of_it_in_three_parts_leaves_nothing_over(buyer: User, seller: User, staff: User) -> None:
    milestone = settled(buyer, seller)
    for part in (33_33, 1, 146_66):
        give(milestone, staff, part)
    with pytest.raises(Invalid) as fault:
        give(milestone, staff, 1)
    assert fault.value.field == "part"
    run_due()
    now_has()
    with clock.travelled_to(clock.now() + timedelta(days=15)):
        run_due()
    now_has()
    assert Settlement.objects.get(milestone=milestone).cleared_at is not None


def test_an_earlier_milestone_of_a_running_order_leaves_the_order_as_it_is(
    buyer: User, seller: User, staff: User
) -> None:
    order = stories.order_of(seller, buyer, milestones=3)
    stories.accept(stories.deliver(order), Act.ACCEPT_AND_CONTINUE)
    before = stories.fresh(order)
    give(OrderMilestone.objects.get(order=order, position=1), staff, 50_00)
    after = stories.fresh(order)
    assert (after.status, after.version, after.current) == (before.status, before.version, 2)
    event = Event.objects.get(order=order, act="goodwill")
    assert (event.position, event.role, event.actor_id) == (1, "staff", staff.pk)
    stories.accept(stories.deliver(order), Act.ACCEPT_AND_STOP)
    assert broken_invariants() == []


def test_the_sellers_part_of_a_split_can_go_back_too(buyer: User, seller: User, staff: User) -> None:
    order = stories.order_of(seller, buyer, milestones=1)
    disputing.open_dispute(
        order_id=order.pk, statement="It is late.", click=stories.click(buyer, stories.fresh(order))
    )
    disputing.decide_dispute(
        order_id=order.pk,
        act=Act.DECIDE_SPLIT,
        text="A third.",
        staff_id=staff.pk,
        at=clock.now(),
        released_minor=60_00,
    )
    milestone = OrderMilestone.objects.get(order=order)
    with pytest.raises(Invalid):
        give(milestone, staff, 60_01)
    give(milestone, staff, 60_00)
    run_due()
    now_has()


def test_both_sides_read_it_with_its_reason(buyer: User, seller: User, staff: User) -> None:
    give(settled(buyer, seller), staff, 60_00)
    assert "$63.30" in told(buyer)
    assert "$48.00 is taken from your earnings" in told(seller)
    mails = {mail.to: mail.text for mail in Mail.objects.filter(text__contains="The colours were off.")}
    assert set(mails) == {buyer.email, seller.email}
    assert "back to the card you paid with" in told(buyer)


def test_the_seller_reads_that_milepost_bears_it(buyer: User, seller: User, staff: User) -> None:
    give(settled(buyer, seller), staff, 60_00, MILEPOST)
    assert "your earnings stay as they are" in told(seller)


def test_the_same_press_again_gives_nothing_more(buyer: User, seller: User, staff: User) -> None:
    milestone, key = settled(buyer, seller), uuid4()
    first = give(milestone, staff, 60_00, key=key)
    assert give(milestone, staff, 60_00, key=key, version=0) == first
    assert GoodwillRefund.objects.count() == Intent.objects.filter(purpose=Purpose.REFUND).count() == 1
    now_has(provider=-189_90, pending=96_00, commission=24_00, fees=6_60, refunding=63_30)


def test_somebody_else_of_staff_gave_first(buyer: User, seller: User, staff: User) -> None:
    milestone = settled(buyer, seller)
    give(milestone, staff, 60_00)
    with pytest.raises(Stale):
        give(milestone, staff, 60_00, version=0)
    assert GoodwillRefund.objects.count() == 1


@pytest.mark.parametrize("part", [0, -1, 180_01, 10**18])
def test_no_more_than_counts_as_earned(part: int, buyer: User, seller: User, staff: User) -> None:
    milestone = settled(buyer, seller)
    with pytest.raises(Invalid):
        give(milestone, staff, part)
    now_has(provider=-189_90, pending=144_00, commission=36_00, fees=9_90)


def test_a_reason_is_asked_for(buyer: User, seller: User, staff: User) -> None:
    milestone = settled(buyer, seller)
    with pytest.raises(Invalid) as fault:
        give(milestone, staff, 1_00, reason=" \n ")
    assert fault.value.field == "reason"
    assert not GoodwillRefund.objects.exists()


def test_nobody_gives_to_themselves(buyer: User, seller: User) -> None:
    milestone = settled(buyer, seller)
    for party in (buyer, seller):
        with pytest.raises(OwnOrder):
            give(milestone, party, 1_00)
    assert not GoodwillRefund.objects.exists()


def test_held_money_has_other_ways(buyer: User, seller: User, staff: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    for milestone in order.milestones.all():
        with pytest.raises(NotSettled):
            give(milestone, staff, 1_00)
    now_has(provider=-189_90, held=180_00, fees=9_90)


def test_what_the_provider_refuses_waits_for_a_person(buyer: User, seller: User, staff: User) -> None:
    refund = give(settled(buyer, seller, number=NO_REFUND), staff, 60_00)
    assert "One of us sees to it" in told(buyer)
    intent = refused().get()
    assert intent.amount_minor == refund.total_minor
    pay_refund_by_hand(
        intent_id=intent.pk, staff_id=staff.pk, reason="Card closed.", reference="SEPA 9", at=clock.now()
    )
    now_has(provider=-189_90, pending=96_00, commission=24_00, fees=6_60, by_hand=63_30)


def test_it_goes_back_to_the_charges_it_came_from(buyer: User, seller: User, staff: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    agreed(order, Changes(amount_minor=200_01))
    stories.accept(stories.deliver(order), Act.ACCEPT_AND_STOP)
    milestone = OrderMilestone.objects.get(order=order, position=1)
    give(milestone, staff, milestone.amount_minor)
    refunds = Intent.objects.filter(purpose=Purpose.REFUND)
    assert refunds.count() == 2
    assert sum(one.amount_minor for one in refunds) == milestone.total_minor
    run_due()
    now_has()


@pytest.mark.parametrize(
    "wrong",
    [
        {"given_minor": 60_01},
        {"given_fee_minor": 3_29},
        {"taken_back_minor": 0},
    ],
)
def test_the_audit_names_sums_that_do_not_add_up(
    wrong: dict[str, int], buyer: User, seller: User, staff: User
) -> None:
    milestone = settled(buyer, seller)
    give(milestone, staff, 60_00)
    Settlement.objects.filter(milestone=milestone).update(**wrong)
    assert [line for line in broken_invariants() if "does not add up with its settlement" in line]


def test_the_audit_names_a_row_that_the_ledger_does_not_know(buyer: User, seller: User, staff: User) -> None:
    milestone = settled(buyer, seller)
    give(milestone, staff, 60_00)
    GoodwillRefund.objects.update(bearer=MILEPOST)
    found = broken_invariants()
    assert [line for line in found if "goodwill 1 and the ledger differ" in line]
    GoodwillRefund.objects.all().delete()
    assert [line for line in broken_invariants() if "does not add up with its settlement" in line]
