"""The demo mailbox: every mail, in demo mode only, nothing of it runs."""

import smtplib

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django import Settings

from accounts.handlers import send_mail
from accounts.models import Mail, SentMail
from config.shared import clock, outbox

ICS = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> SentMail:
    """A mail with an HTML part."""
    message = EmailMultiAlternatives(
        "Hello", "Text http://localhost/x\n\nBCDF-GHJK\n", None, ["jo@example.test"]
    )
    message.attach_alternative(
        "<html><head></head><body><script>alert(1)</script><p>Hi</p></body></html>", "text/html"
    )
    message.send()
    return SentMail.objects.get()


def test_lists_and_filters_by_address(client: Client, kept: SentMail) -> None:
    assert "Hello" in client.get("/mails/").content.decode()
    assert "code BCDF-GHJK" in client.get("/mails/?to=JO@example").content.decode()
    assert "No mail for this address" in client.get("/mails/?to=other@").content.decode()


def test_shows_code_and_links(client: Client, kept: SentMail) -> None:
    answer = client.get(f"/mails/{kept.pk}/")
    page = answer.content.decode()
    assert ">BCDF-GHJK</code>" in page
    assert 'href="http://localhost/x"' in page
    assert "frame-src 'self'" in answer["Content-Security-Policy"]


def test_shows_html_in_a_sandbox(client: Client, kept: SentMail) -> None:
    answer = client.get(f"/mails/{kept.pk}/html/")
    assert answer["Content-Security-Policy"].startswith("sandbox ")
    assert "allow-scripts" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_shows_the_calendar_file_that_a_mail_brings(client: Client) -> None:
    row = Mail.objects.create(
        key="call", to="jo@example.test", subject="A call", text="Come.", calendar=ICS, created_at=clock.now()
    )
    send_mail({"mail": str(row.pk)})
    kept = SentMail.objects.get()
    file = f"/mails/{kept.pk}/call.ics"
    assert f'href="{file}"' in client.get(f"/mails/{kept.pk}/").content.decode()
    answer = client.get(file)
    assert answer.content.decode().splitlines() == ICS.splitlines()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="call.ics"'


def test_a_mail_without_a_file_has_none_to_download(client: Client, kept: SentMail) -> None:
    assert "call.ics" not in client.get(f"/mails/{kept.pk}/").content.decode()
    assert client.get(f"/mails/{kept.pk}/call.ics").status_code == 404


def test_is_not_there_outside_demo_mode(client: Client, kept: SentMail, settings: Settings) -> None:
    settings.DEMO = False
    for url in ("/mails/", f"/mails/{kept.pk}/", f"/mails/{kept.pk}/html/"):
        assert client.get(url).status_code == 404


def test_a_silent_mail_server_does_not_stop_a_sign_up(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr("accounts.mailbox.DemoMailbox.send_messages", refuse)
        answer = client.post(
            "/accounts/signup/", {"email": "jo@example.test", "password1": "a-long-quiet-river"}
        )
    assert answer["Location"] == "/accounts/confirm-email/"
    assert Mail.objects.get().sent_at is None
    assert outbox.drain() == 1
    assert SentMail.objects.get().to == "jo@example.test"
