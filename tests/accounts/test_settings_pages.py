"""The pages about one's own account that allauth drives: address, password, second step; all in our layout."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from accounts.mailbox import code_in
from accounts.models import SentMail, User

pytestmark = pytest.mark.django_db
PASSWORD = "milepost-demo"


def signed_in(client: Client, user: User) -> None:
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    again(client)


def again(client: Client) -> None:
    """Say the password once more, as delicate pages ask."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/"})


def app_code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.mark.parametrize("path", ["login", "signup", "password/reset", "inactive"])
def test_pages_for_visitors_stand_in_our_layout(client: Client, path: str) -> None:
    page = client.get(f"/accounts/{path}/").content.decode()
    assert 'class="site-header"' in page
    assert "style=" not in page


@pytest.mark.parametrize(
    "path", ["email", "password/change", "2fa", "2fa/totp/activate", "logout", "reauthenticate", "profile"]
)
def test_pages_for_members_stand_in_our_layout(client: Client, buyer: User, path: str) -> None:
    signed_in(client, buyer)
    page = client.get(f"/accounts/{path}/").content.decode()
    assert 'class="site-header"' in page
    assert "style=" not in page


def test_a_new_address_counts_once_its_code_is_entered(client: Client, buyer: User) -> None:
    signed_in(client, buyer)
    answer = client.post("/accounts/email/", {"email": "new@example.test", "action_add": ""})
    assert answer["Location"] == "/accounts/confirm-email/"
    buyer.refresh_from_db()
    assert buyer.email == "bea-buyer@example.test"
    code = code_in(SentMail.objects.get(to="new@example.test").text)
    client.post("/accounts/confirm-email/", {"code": code})
    buyer.refresh_from_db()
    assert buyer.email == "new@example.test"
    assert "Your address was changed" in SentMail.objects.get(to="bea-buyer@example.test").subject


def test_a_changed_password_is_told_by_mail(client: Client, buyer: User) -> None:
    signed_in(client, buyer)
    new = "another-quiet-river"
    answer = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer["Location"] == "/accounts/profile/"
    assert SentMail.objects.get(to=buyer.email).subject == "Your password was changed"


def test_the_second_step_is_asked_for_also_on_the_way_to_the_admin(client: Client, staff: User) -> None:
    signed_in(client, staff)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    answer = client.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    codes = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    assert client.get("/accounts/2fa/recovery-codes/download/").status_code == 200
    assert client.get("/accounts/2fa/recovery-codes/generate/").status_code == 200
    assert client.get("/accounts/2fa/totp/deactivate/").status_code == 200
    client.post("/accounts/logout/")
    cache.clear()
    answer = client.post("/accounts/login/", {"login": staff.email, "password": PASSWORD, "next": "/admin/"})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert "Second step" in client.get("/accounts/2fa/authenticate/").content.decode()
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    answer = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "_auth_user_id" not in client.session
    answer = client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert answer["Location"] == "/admin/"
