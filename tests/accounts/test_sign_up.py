"""From the sign-up form to a confirmed member, and everything that goes wrong on the way."""

import time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.handles import RESERVED, BadHandleError, check_handle, fresh_handle
from accounts.mailbox import code_in
from accounts.models import SentMail, User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
EMAIL = "riverside.jo@example.test"
PASSWORD = "a-long-quiet-river"
CONFIRM = "/accounts/confirm-email/"


def sign_up(client: Client, email: str = EMAIL, **extra: str) -> Any:
    return client.post("/accounts/signup/", {"email": email, "password1": PASSWORD, **extra})


def newest_code(to: str = EMAIL) -> str:
    return code_in(SentMail.objects.filter(to=to).latest("id").text)


def test_leads_by_code_to_the_profile_and_on_to_where_the_person_was_going(client: Client) -> None:
    answer = sign_up(client, next="/gigs/a-gig/order/")
    assert answer.status_code == 302
    assert answer["Location"] == CONFIRM
    page = client.get(CONFIRM).content.decode()
    assert f'href="/mails/?to={EMAIL.replace("@", "%40")}"' in page
    answer = client.post(CONFIRM, {"code": newest_code()})
    assert answer["Location"] == "/accounts/welcome/?next=%2Fgigs%2Fa-gig%2Forder%2F"
    user = User.objects.get(email=EMAIL)
    assert client.session["_auth_user_id"] == str(user.pk)
    answer = client.post(
        "/accounts/welcome/",
        {
            "display_name": "Jo",
            "country": "SI",
            "time_zone": "Europe/Ljubljana",
            "languages": ["en", "sl"],
            "next": "/gigs/a-gig/order/",
        },
    )
    assert answer["Location"] == "/gigs/a-gig/order/"
    user.refresh_from_db()
    assert (user.display_name, user.country, user.languages) == ("Jo", "SI", ["en", "sl"])


def test_draws_a_handle_that_does_not_contain_the_address(client: Client) -> None:
    for local in ("amber", "harbor", "jo.harbor", "AMBER"):
        for _ in range(30):
            assert local.lower() not in fresh_handle(f"{local}@example.test")
    sign_up(client)
    handle = User.objects.get(email=EMAIL).handle
    assert "riverside" not in handle
    assert len(handle.split("-")) == 3


def test_sends_text_and_html_with_the_same_code(client: Client) -> None:
    sign_up(client)
    mail = SentMail.objects.get()
    assert mail.to == EMAIL
    assert newest_code() in mail.subject
    assert newest_code() in mail.html
    assert newest_code() in mail.text


def test_refuses_a_wrong_code_and_after_three_starts_again(client: Client) -> None:
    sign_up(client)
    right = newest_code()
    for _ in range(2):
        answer = client.post(CONFIRM, {"code": "BBBB-BBBB"})
        assert answer.status_code == 200
        assert "That is not the code" in answer.content.decode()
    answer = client.post(CONFIRM, {"code": "BBBB-BBBB"})
    assert answer["Location"] == "/accounts/login/"
    answer = client.post(CONFIRM, {"code": right})
    assert answer["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_refuses_an_expired_code(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_up(client)
    later = time.time() + 16 * 60
    monkeypatch.setattr("time.time", lambda: later)
    answer = client.post(CONFIRM, {"code": newest_code()})
    assert answer["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_does_not_tell_that_an_address_in_another_case_is_taken(client: Client) -> None:
    UserFactory.create(email=EMAIL)
    answer = sign_up(client, "Riverside.JO@Example.test")
    assert answer["Location"] == CONFIRM
    assert "Look into your mail" in client.get(CONFIRM).content.decode()
    assert User.objects.count() == 1
    mail = SentMail.objects.get()
    assert mail.subject == "You have an account already"
    assert code_in(mail.text) == ""


def test_two_at_the_same_moment_make_one_account(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    UserFactory.create(email=EMAIL)
    unseen = iter([(EMAIL, False)])
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.email_already_exists", lambda _: next(unseen)
    )
    answer = sign_up(client)
    assert answer["Location"] == CONFIRM
    assert User.objects.count() == 1


def test_asks_for_a_code_again_when_an_unconfirmed_member_signs_in(client: Client) -> None:
    sign_up(client)
    cache.clear()  # one code in ten seconds
    other = Client()
    answer = other.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert answer["Location"] == CONFIRM
    assert "_auth_user_id" not in other.session


@pytest.mark.parametrize(
    "goal", ["@evil.com", "//evil.com", "https://evil.com/", "/\\evil.com", "javascript:alert(1)"]
)
def test_ignores_an_unsafe_next(client: Client, goal: str) -> None:
    user = UserFactory.create()
    answer = client.post("/accounts/login/", {"login": user.email, "password": "milepost-demo", "next": goal})
    assert answer["Location"] == "/"
    answer = client.post("/accounts/welcome/", {"time_zone": "UTC", "next": goal})
    assert answer["Location"] == "/"


def test_keeps_a_safe_next(client: Client) -> None:
    user = UserFactory.create()
    answer = client.post(
        "/accounts/login/", {"login": user.email, "password": "milepost-demo", "next": "/inbox/?a=1"}
    )
    assert answer["Location"] == "/inbox/?a=1"


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client: Client) -> None:
    answer = client.post("/accounts/profile/", headers={"referer": "http://testserver/accounts/profile/?a=1"})
    assert answer["Location"] == "/accounts/login/?next=/accounts/profile/%3Fa%3D1"
    answer = client.post("/accounts/profile/", headers={"referer": "https://evil.com/x"})
    assert answer["Location"] == "/accounts/login/?next=/"
    answer = client.get(
        "/notifications/", headers={"hx-request": "true", "hx-current-url": "http://testserver/inbox/"}
    )
    assert answer["HX-Redirect"] == "/accounts/login/?next=/inbox/"


def test_names_the_fields_and_the_button_of_the_login_page(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert ">E-mail</label>" in page
    assert ">Password</label>" in page
    assert ">Sign in</button>" in page


def test_answers_429_when_somebody_tries_too_often(client: Client) -> None:
    for _ in range(20):
        sign_up(client, "not an address")
    answer = sign_up(client, "not an address")
    assert answer.status_code == 429
    assert "A little slower, please" in answer.content.decode()


def test_resets_a_password_by_code(client: Client) -> None:
    user: User = UserFactory.create()
    client.post("/accounts/password/reset/", {"email": user.email})
    client.post("/accounts/password/reset/confirm/", {"code": newest_code(user.email)})
    answer = client.post("/accounts/password/reset/complete/", {"password1": PASSWORD, "password2": PASSWORD})
    assert answer["Location"] == "/accounts/password/reset/done/"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    "text", ["ab", "a" * 31, "-abc", "abc-", "a--b", "süd", "a b", "admin", "milepost-team", "inbox"]
)
def test_refuses_a_bad_handle(text: str) -> None:
    with pytest.raises(BadHandleError):
        check_handle(text, address="x@example.test")


def test_refuses_a_handle_that_is_the_address() -> None:
    with pytest.raises(BadHandleError):
        check_handle("jo-river", address="jo.river@example.test")


def test_reserves_the_words_of_the_addresses() -> None:
    assert {"admin", "inbox", "gigs", "accounts", "me"} <= set(RESERVED)
    assert check_handle(" Amber-Harbor-412 ", address="x@example.test") == "amber-harbor-412"
