"""What becomes of money on its way back: told when it has gone out; a person when the provider refuses."""

import pytest

from accounts.models import Notification, User
from config.shared import clock
from config.shared.errors import Invalid
from orders import deadlines
from orders.audit.whole import everything as broken_invariants
from orders.ledger.accounts import by_hand, provider, refunding
from orders.ledger.balances import balance
from orders.models import DemoCard, Event, Intent, Order, RefundAct
from orders.operations.outside import OwnOrder
from orders.operations.returning import pay_refund_by_hand, retry_refund
from orders.operations.sweeping import run_due
from orders.operations.very_late import cancel_very_late
from orders.payments.models import AttemptStatus, IntentStatus, Purpose
from orders.payments.refunds import NotRefused, refused
from tests.orders import stories

pytestmark = pytest.mark.django_db
NO_REFUND = "4000 0000 0000 7726"


def cancelled(buyer: User, seller: User, number: str = stories.SUCCESS) -> tuple[Order, Intent]:
    """A very late milestone that the buyer cancelled, and its refund, looked at by the jobs."""
    order = stories.fresh(stories.order_of(seller, buyer, milestones=2, number=number))
    due_at = stories.current(order).due_at
    assert due_at is not None
    with clock.travelled_to(deadlines.very_late_at(order.windows, due_at)):
        cancel_very_late(order_id=order.pk, click=stories.click(buyer, order))
        run_due()
    return stories.fresh(order), Intent.objects.get(purpose=Purpose.REFUND)


def told(user: User) -> list[str]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("text", flat=True))


def test_the_buyer_hears_when_the_money_has_gone_out_and_the_seller_does_not(
    buyer: User, seller: User
) -> None:
    order, refund = cancelled(buyer, seller)
    event = Event.objects.get(order=order, act="refund_sent")
    assert event.data == {"amount": refund.amount_minor}
    assert refund.amount_minor == 189_90
    assert [text for text in told(buyer) if "back to the card you paid with" in text]
    assert not [text for text in told(seller) if "card you paid with" in text]
    run_due()
    assert Event.objects.filter(order=order, act="refund_sent").count() == 1
    assert broken_invariants() == []


def test_a_refused_refund_waits_for_a_person_and_stays_owed(buyer: User, seller: User) -> None:
    order, refund = cancelled(buyer, seller, NO_REFUND)
    assert list(refused()) == [refund]
    assert balance(refunding(refund.pk)) == 189_90
    assert Event.objects.filter(order=order, act="refund_refused").count() == 1
    assert "One of us sees to it" in told(buyer)[-1]
    with stories.later(days=3):
        run_due()
    assert list(refused()) == [refund]
    assert broken_invariants() == []


def test_a_retry_leaves_a_row_and_tells_the_buyer_no_second_refusal(
    buyer: User, seller: User, staff: User
) -> None:
    order, refund = cancelled(buyer, seller, NO_REFUND)
    result = retry_refund(intent_id=refund.pk, staff_id=staff.pk, reason="The bank says yes.", at=clock.now())
    assert result.status == AttemptStatus.DECLINED
    act = RefundAct.objects.get()
    assert (act.kind, act.actor, act.reason) == ("retry", staff, "The bank says yes.")
    assert Event.objects.filter(order=order, act="refund_refused").count() == 1
    assert list(refused()) == [refund]


def test_a_retry_that_works_sends_it_once(buyer: User, seller: User, staff: User) -> None:
    order, refund = cancelled(buyer, seller, NO_REFUND)
    DemoCard.objects.update(behaviour="success")
    result = retry_refund(intent_id=refund.pk, staff_id=staff.pk, reason="Opened again.", at=clock.now())
    assert result.status == AttemptStatus.SUCCEEDED
    assert balance(refunding(refund.pk)) == 0
    assert Event.objects.filter(order=order, act="refund_sent").count() == 1
    with pytest.raises(NotRefused):
        retry_refund(intent_id=refund.pk, staff_id=staff.pk, reason="Again.", at=clock.now())
    assert broken_invariants() == []


def test_paid_by_hand_nothing_is_owed_and_the_provider_still_holds_it(
    buyer: User, seller: User, staff: User
) -> None:
    order, refund = cancelled(buyer, seller, NO_REFUND)
    held = balance(provider())
    pay_refund_by_hand(
        intent_id=refund.pk, staff_id=staff.pk, reason="Closed card.", reference="SEPA 7781", at=clock.now()
    )
    refund.refresh_from_db()
    assert refund.status == IntentStatus.SUCCEEDED
    assert (balance(refunding(refund.pk)), balance(by_hand()), balance(provider())) == (0, 189_90, held)
    assert Event.objects.get(order=order, act="refund_by_hand").data["reference"] == "SEPA 7781"
    run_due()
    assert "SEPA 7781" in told(buyer)[-1]
    assert "Closed card." not in told(buyer)[-1]
    with pytest.raises(NotRefused):
        pay_refund_by_hand(
            intent_id=refund.pk, staff_id=staff.pk, reason="Twice.", reference="2", at=clock.now()
        )
    with pytest.raises(NotRefused):
        retry_refund(intent_id=refund.pk, staff_id=staff.pk, reason="Again.", at=clock.now())
    assert balance(by_hand()) == 189_90
    assert broken_invariants() == []


@pytest.mark.parametrize(
    ("reason", "reference", "field"), [(" ", "SEPA 1", "reason"), ("So.", " ", "reference")]
)
def test_a_payment_by_hand_needs_reason_and_reference(
    reason: str, reference: str, field: str, buyer: User, seller: User, staff: User
) -> None:
    _, refund = cancelled(buyer, seller, NO_REFUND)
    with pytest.raises(Invalid) as fault:
        pay_refund_by_hand(
            intent_id=refund.pk, staff_id=staff.pk, reason=reason, reference=reference, at=clock.now()
        )
    assert fault.value.field == field
    assert not RefundAct.objects.exists()
    assert balance(refunding(refund.pk)) == 189_90


def test_nobody_pays_themselves(buyer: User, seller: User) -> None:
    _, refund = cancelled(buyer, seller, NO_REFUND)
    for party in (buyer, seller):
        with pytest.raises(OwnOrder):
            retry_refund(intent_id=refund.pk, staff_id=party.pk, reason="Mine.", at=clock.now())
        with pytest.raises(OwnOrder):
            pay_refund_by_hand(
                intent_id=refund.pk, staff_id=party.pk, reason="Mine.", reference="1", at=clock.now()
            )
    assert not RefundAct.objects.exists()


def test_a_refund_that_went_out_needs_nobody(buyer: User, seller: User, staff: User) -> None:
    _, refund = cancelled(buyer, seller)
    assert not refused().exists()
    with pytest.raises(NotRefused):
        retry_refund(intent_id=refund.pk, staff_id=staff.pk, reason="Again.", at=clock.now())


def test_an_order_that_was_not_paid_tells_its_seller_once(buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, number=stories.DECLINED)
    before = set(told(seller))
    assert order.due_at is not None
    with clock.travelled_to(order.due_at):
        run_due()
    news = [text for text in told(seller) if text not in before and "did not go through" not in text]
    assert len([text for text in news if "not pa" in text]) == 1, news
    assert "you may send it again" in news[-1]
