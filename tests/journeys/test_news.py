"""Every event tells those whom it concerns: in the bell and by one mail."""

import re
from collections import Counter

import pytest
from playwright.sync_api import expect

from accounts.models import Mail, Notification, User
from orders.states import Act
from tests.journeys.conftest import Person
from tests.journeys.jobs import tell_everybody
from tests.orders import stories

pytestmark = pytest.mark.journey


def test_bell_and_one_mail_for_each_event(person: Person, seller: User, buyer: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    for happens in (
        lambda: stories.deliver(order),
        lambda: stories.revise(order),
        lambda: stories.deliver(order),
        lambda: stories.accept(order, Act.ACCEPT_AND_CONTINUE),
        lambda: stories.deliver(order),
        lambda: stories.accept(order, Act.ACCEPT_FINAL),
    ):
        tell_everybody()
        before = set(Mail.objects.values_list("pk", flat=True))
        happens()
        tell_everybody()
        mails = Mail.objects.exclude(pk__in=before)
        assert mails
        assert max(Counter(mails.values_list("to", "subject")).values()) == 1
    assert not Mail.objects.filter(sent_at=None).exists()

    page = person(seller)
    rings = Notification.objects.filter(user=seller).count()
    bell = page.get_by_role("link", name=re.compile("^Notifications"))
    expect(bell).to_contain_text(str(rings))
    bell.click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("revision", re.IGNORECASE))
    page.get_by_role("main").get_by_role("link", name=re.compile("accepted", re.IGNORECASE)).first.click()
    expect(page).to_have_url(re.compile(order.number))

    page.goto(f"/mails/?to={seller.email}")
    page.get_by_role("main").get_by_role("link", name=re.compile("accepted", re.IGNORECASE)).first.click()
    expect(page.get_by_role("main")).to_contain_text(order.number)
