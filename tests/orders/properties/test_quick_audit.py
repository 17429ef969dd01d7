"""Statements that are kept find what the audit finds, in its words."""

import re
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.shared import clock
from orders.audit import broken_invariants
from orders.models import Order
from orders.states import Act
from tests.orders import stories
from tests.orders.properties.quick_audit import quick_audit
from tests.orders.test_audit import SABOTAGE

pytestmark = pytest.mark.django_db


def running(buyer: User, seller: User) -> Order:
    """One milestone accepted, the second delivered, a third to come."""
    order = stories.order_of(seller, buyer, milestones=3)
    stories.deliver(order)
    stories.accept(order, Act.ACCEPT_AND_CONTINUE)
    return stories.fresh(stories.deliver(order))


@pytest.mark.parametrize("words", SABOTAGE)
def test_what_was_kept_on_a_whole_order_finds_what_is_broken_on_another(
    words: str, buyer: User, seller: User
) -> None:
    whole, broken = running(buyer, seller), running(buyer, seller)
    with quick_audit() as books:
        assert books.broken(whole.pk) == books.broken(None) == []
        assert books.broken(whole.pk) == books.broken(broken.pk) == []
        SABOTAGE[words](broken)
        found, everywhere = books.broken(broken.pk), books.broken(None)
    assert found == broken_invariants(order_id=broken.pk)
    assert everywhere == broken_invariants() != []


def test_asks_the_very_same_questions(buyer: User, seller: User) -> None:
    order, now = running(buyer, seller), clock.now()
    with mock.patch.object(clock, "now", return_value=now):
        with quick_audit() as books:
            books.broken(order.pk)
            with CaptureQueriesContext(connection) as asked:
                books.broken(order.pk)
            assert sum(False in rule.known for rule in books.rules) >= 20, "little is kept"
        with CaptureQueriesContext(connection) as usual:
            broken_invariants(order_id=order.pk)
    assert {_plain(one["sql"]) for one in asked} == {_plain(one["sql"]) for one in usual}


def _plain(statement: str) -> str:
    """Without the name of a cursor that PostgreSQL reads it by."""
    return re.sub(r'^DECLARE "\w+" .*?CURSOR .*?FOR ', "", statement)
