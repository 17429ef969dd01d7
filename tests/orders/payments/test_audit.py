"""The audit says what is wrong, when something is; each fault is made past the code, as only a fault could be."""

from collections.abc import Callable

import pytest

from accounts.models import User
from config.shared import clock
from orders.payments import intents
from orders.payments.audit import broken_invariants
from orders.payments.demo.models import DemoPayment, DemoRefund
from orders.payments.models import Attempt, Intent
from orders.payments.pursuing import pursue
from tests.support.payments import planned_charge, recover, saved_card

pytestmark = pytest.mark.django_db


def _forget_the_charge() -> None:
    Attempt.objects.filter(number=1, card__isnull=False, intent__purpose="milestone").update(
        status="declined"
    )


def _lose_it_at_the_provider() -> None:
    DemoPayment.objects.update(status="cancelled")


def _charge_another_amount() -> None:
    DemoPayment.objects.update(amount_minor=190_00)


def _forget_the_refund() -> None:
    Attempt.objects.filter(intent__purpose="refund").update(status="declined", provider_ref="")


def _refund_another_amount() -> None:
    DemoRefund.objects.update(amount_minor=1)


def _owe_more_than_came_in() -> None:
    Intent.objects.filter(purpose="refund").update(amount_minor=200_00)


def _keep_a_surplus() -> None:
    Attempt.objects.filter(intent__purpose="milestone").update(surplus=True, finalized_at=clock.now())
    Intent.objects.filter(purpose="milestone").update(status="closed")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (_forget_the_charge, "was charged at the provider and is not recorded here"),
        (_forget_the_charge, "is succeeded and has 0 charges"),
        (_lose_it_at_the_provider, "succeeded here and not, or not so, at the provider"),
        (_charge_another_amount, "succeeded here and not, or not so, at the provider"),
        (_forget_the_refund, "was sent back by the provider and is not recorded here"),
        (_refund_another_amount, "refund attempt"),
        (_refund_another_amount, "do not add up"),
        (_owe_more_than_came_in, "more than was charged"),
        (_keep_a_surplus, "was not sent back in full"),
    ],
)
def test_names_the_fault(buyer: User, fault: Callable[[], None], words: str) -> None:
    attempt = planned_charge(saved_card(buyer))
    pursue(attempt.pk)
    intents.open_refund(of_intent_id=attempt.intent_id, amount_minor=50_00, at=clock.now())
    recover()
    assert broken_invariants() == []
    fault()
    assert any(words in line for line in broken_invariants()), broken_invariants()
