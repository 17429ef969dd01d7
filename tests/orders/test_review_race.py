"""Two reviews at the same moment: published once, counted once (PostgreSQL)."""

import threading

import pytest
from django.db import connection, connections

from accounts.models import User
from gigs.models import Gig
from orders import audit
from orders.models import Event, Review
from orders.operations.publishing import publish_due
from orders.states import Act
from tests.orders import stories
from tests.orders.reviews import BAD, GOOD, completed, review

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def together(*acts: object) -> None:
    """All at once, each in a thread with a connection of its own."""
    gate = threading.Barrier(len(acts))

    def run(act: object) -> None:
        try:
            gate.wait()
            act()  # type: ignore[operator]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks are PostgreSQL's")
def test_both_at_once_publish_once_and_count_once(buyer: User, seller: User) -> None:
    for _ in range(5):
        order = completed(seller, buyer)
        together(lambda o=order: review(o, buyer, GOOD), lambda o=order: review(o, seller, BAD))
        assert Review.objects.filter(order=order, published_at__isnull=False).count() == 2
        assert Event.objects.filter(order=order, act=Act.PUBLISH_REVIEWS).count() == 1
        gig = Gig.objects.get(pk=order.gig_id)
        assert (gig.rating_sum, gig.rating_count) == (14, 1)
    assert audit.broken_invariants() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks are PostgreSQL's")
def test_sweeps_side_by_side_publish_once(buyer: User, seller: User) -> None:
    orders = [review(completed(seller, buyer), buyer, GOOD) for _ in range(6)]
    with stories.later(days=14) as at:
        together(*[lambda: publish_due(at=at)] * 3)
        publish_due(at=at)
    assert Review.objects.filter(published_at__isnull=False).count() == len(orders)
    assert Event.objects.filter(act=Act.PUBLISH_REVIEWS).count() == len(orders)
    assert audit.broken_invariants() == []
