"""Suspension: by staff, with a reason, told to the member; nothing new begins, signing in goes on."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import Notification, SentMail, StandingEvent, User
from accounts.operations.standing import (
    AlreadySuspended,
    NotSuspended,
    NotYours,
    restore_member,
    suspend_member,
)
from config.shared import outbox
from config.shared.errors import Invalid

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def suspended(staff: User, user: User) -> User:
    return suspend_member(actor_id=staff.pk, user_id=user.pk, reason="Spam", at=AT)


def test_stops_new_things_and_leaves_a_row(staff: User, buyer: User) -> None:
    user = suspended(staff, buyer)
    assert not user.in_good_standing
    event = StandingEvent.objects.get()
    assert (event.user, event.actor, event.kind, event.reason) == (buyer, staff, "suspended", "Spam")
    restore_member(actor_id=staff.pk, user_id=buyer.pk, reason="A mistake", at=AT)
    buyer.refresh_from_db()
    assert buyer.in_good_standing
    assert StandingEvent.objects.count() == 2


def test_tells_the_member_once(staff: User, buyer: User) -> None:
    suspended(staff, buyer)
    while outbox.drain():
        pass
    assert Notification.objects.get().user == buyer
    assert "Reason: Spam" in SentMail.objects.get().text


def test_refuses_twice_without_reason_and_against_staff(staff: User, buyer: User) -> None:
    with pytest.raises(NotSuspended):
        restore_member(actor_id=staff.pk, user_id=buyer.pk, reason="x", at=AT)
    with pytest.raises(Invalid):
        suspend_member(actor_id=staff.pk, user_id=buyer.pk, reason=" \u202e ", at=AT)
    with pytest.raises(NotYours):
        suspended(staff, staff)
    suspended(staff, buyer)
    with pytest.raises(AlreadySuspended):
        suspended(staff, buyer)
    assert StandingEvent.objects.count() == 1


def test_a_suspended_member_still_signs_in_and_reads_why(client: Client, staff: User, buyer: User) -> None:
    suspended(staff, buyer)
    answer = client.post("/accounts/login/", {"login": buyer.email, "password": "milepost-demo"})
    assert answer["Location"] == "/"
    page = client.get("/accounts/profile/").content.decode()
    assert "Your account is suspended." in page
    assert "Reason: Spam" in page


def test_a_closed_account_does_not_get_in(client: Client, buyer: User) -> None:
    User.objects.filter(pk=buyer.pk).update(is_active=False)
    answer = client.post("/accounts/login/", {"login": buyer.email, "password": "milepost-demo"})
    assert answer["Location"] == "/accounts/inactive/"
    assert "_auth_user_id" not in client.session


def test_staff_suspend_in_the_admin_with_a_reason(as_staff: Client, staff: User, buyer: User) -> None:
    url = "/admin/accounts/user/"
    chosen = {"action": "suspend", "_selected_action": [buyer.pk]}
    assert "Reason" in as_staff.post(url, chosen).content.decode()
    buyer.refresh_from_db()
    assert buyer.in_good_standing
    as_staff.post(url, {**chosen, "reason": "Spam"})
    buyer.refresh_from_db()
    assert not buyer.in_good_standing


def test_the_admin_login_is_the_sites_own(client: Client, buyer: User) -> None:
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    client.force_login(buyer)
    assert client.get("/admin/login/").status_code == 403


@pytest.mark.parametrize("model", ["user", "notification", "mail", "sentmail", "standingevent"])
def test_the_admin_lists_open(as_staff: Client, staff: User, model: str) -> None:
    assert as_staff.get(f"/admin/accounts/{model}/", {"q": "x"}).status_code == 200
    assert as_staff.get(f"/admin/accounts/{model}/add/").status_code == 403


def test_the_admin_shows_a_member(as_staff: Client, buyer: User) -> None:
    page = as_staff.get(f"/admin/accounts/user/{buyer.pk}/change/")
    assert page.status_code == 200
    assert 'name="email"' not in page.content.decode()
