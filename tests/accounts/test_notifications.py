"""Bell entries and mails: once each, quiet when asked, as the member wants them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.handlers import send_mail
from accounts.models import Mail, Notification, SentMail, User
from accounts.notifications import mail, ring
from config.shared import outbox
from config.shared.models import Outbox

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def rung(user: User, count: int = 1) -> list[Notification]:
    for n in range(count):
        ring(
            user_id=user.pk, key=f"event:{n}", text=f"Entry {n}", url="/buying/", at=AT + timedelta(minutes=n)
        )
    return list(Notification.objects.of(user.pk).newest_first())


def posted(user: User, **changes: Any) -> bool:
    details = {
        "lines": ["Your milestone <b>was</b> delivered & waits."],
        "url": "/orders/MP-1/",
        "button": "Open the order",
    }
    values: dict[str, Any] = {
        "subject": "Delivered: Logo",
        "template": "notice",
        "context": details,
        "kind": "orders",
        **changes,
    }
    return mail(user_id=user.pk, key="delivered:1", **values)


def test_the_same_event_rings_once_for_each_member(buyer: User, seller: User) -> None:
    assert ring(user_id=buyer.pk, key="paid:1", text="Paid", url="/buying/", at=AT)
    assert not ring(user_id=buyer.pk, key="paid:1", text="Paid again", url="/buying/", at=AT)
    assert ring(user_id=seller.pk, key="paid:1", text="Paid", url="/selling/", at=AT)
    assert [entry.text for entry in Notification.objects.order_by("id")] == ["Paid", "Paid"]


@pytest.mark.parametrize("url", ["https://evil.com/", "//evil.com", "inbox/"])
def test_an_entry_leads_to_this_site_only(buyer: User, url: str) -> None:
    with pytest.raises(ValueError, match="path of this site"):
        ring(user_id=buyer.pk, key="k", text="t", url=url, at=AT)


def test_a_mail_is_stored_once_and_sent_once_however_often_it_is_carried_out(buyer: User) -> None:
    assert posted(buyer)
    assert not posted(buyer)
    assert outbox.drain() == 1
    stored = Mail.objects.get()
    assert stored.sent_at is not None
    Mail.objects.update(sent_at=None)  # killed between sending and writing that down
    send_mail({"mail": str(stored.pk)})
    send_mail({"mail": str(stored.pk)})
    sent = SentMail.objects.get()
    assert (sent.to, sent.subject, sent.text, sent.html) == (
        buyer.email,
        stored.subject,
        stored.text,
        stored.html,
    )


def test_a_mail_has_a_text_and_an_html_part_with_one_link(buyer: User) -> None:
    posted(buyer)
    stored = Mail.objects.get()
    assert "Your milestone <b>was</b> delivered & waits." in stored.text
    assert "&lt;b&gt;was&lt;/b&gt; delivered &amp; waits." in stored.html
    assert "http://localhost:8000/orders/MP-1/" in stored.text
    assert stored.html.count("/orders/MP-1/") == 1
    assert "<script" not in stored.html


def test_quiet_effects_ring_but_send_nothing(buyer: User) -> None:
    rung(buyer)
    assert not posted(buyer, quiet=True)
    assert Notification.objects.count() == 1
    assert Mail.objects.count() == Outbox.objects.count() == 0


def test_a_kind_that_is_switched_off_is_not_sent_and_safety_always_is(buyer: User) -> None:
    User.objects.filter(pk=buyer.pk).update(mail_off=["orders"])
    assert not posted(buyer)
    assert posted(buyer, kind="")
    with pytest.raises(ValueError, match="no kind of mail"):
        posted(buyer, kind="spam")


def test_header_counts_with_one_query_for_members_and_none_for_visitors(
    client: Client, buyer: User, django_assert_num_queries: Any
) -> None:
    rung(buyer, 3)
    with django_assert_num_queries(0):
        assert client.get("/notifications/badge/").status_code == 204
    client.force_login(buyer)
    page = client.get("/people/bea-buyer/").content.decode()
    assert 'class="badge badge-count"' in page
    assert "?shown=3" in page


def test_badge_answers_204_while_nothing_changed(as_buyer: Client, buyer: User) -> None:
    rung(buyer, 2)
    assert as_buyer.get("/notifications/badge/?shown=2").status_code == 204
    answer = as_buyer.get("/notifications/badge/?shown=1")
    assert answer.status_code == 200
    assert "?shown=2" in answer.content.decode()


def test_opening_marks_as_read_and_leads_on(as_buyer: Client, buyer: User) -> None:
    entry = rung(buyer)[0]
    answer = as_buyer.get(f"/notifications/{entry.pk}/")
    assert answer["Location"] == "/buying/"
    entry.refresh_from_db()
    assert entry.read_at is not None


def test_entries_of_others_are_not_found(as_buyer: Client, seller: User) -> None:
    entry = rung(seller)[0]
    assert as_buyer.get(f"/notifications/{entry.pk}/").status_code == 404
    entry.refresh_from_db()
    assert entry.read_at is None


def test_marking_all_leaves_what_rang_since(as_buyer: Client, buyer: User, seller: User) -> None:
    until = max(entry.pk for entry in rung(buyer, 2))
    rung(seller)
    ring(user_id=buyer.pk, key="late", text="Just now", url="/buying/", at=AT)
    as_buyer.post("/notifications/read/", {"until": str(until)})
    assert [entry.text for entry in Notification.objects.of(buyer.pk).unread()] == ["Just now"]
    assert Notification.objects.of(seller.pk).unread().count() == 1
    for nonsense in ("", "x", "-1", "9" * 40, "١"):
        assert as_buyer.post("/notifications/read/", {"until": nonsense}).status_code == 302


def test_pages_follow_each_other_without_gap_or_repetition(as_buyer: Client, buyer: User) -> None:
    rung(buyer, 60)
    Notification.objects.update(created_at=AT)  # equal moments: the id decides
    seen: list[int] = []
    url = "/notifications/"
    while url:
        context = as_buyer.get(url).context
        seen += [entry.pk for entry in context["page"].entries]
        url = context["older_url"] and f"/notifications/{context['older_url']}"
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 60


@pytest.mark.parametrize(
    "cursor",
    ["x", "~", "2026-01-01~1", "2026-01-01T00:00:00+00:00~x", f"2026-01-01T00:00:00+00:00~{9 * 10**30}"],
)
def test_an_unreadable_cursor_shows_the_newest(as_buyer: Client, buyer: User, cursor: str) -> None:
    rung(buyer)
    answer = as_buyer.get("/notifications/", {"before": cursor})
    assert "Entry 0" in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"{'One long sentence. ' * 20}", f"{'One long sentence. ' * 15}".strip()),
        ("word " * 80, "word " * 58 + "word…"),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_a_long_entry_ends_with_a_sentence_or_a_word(buyer: User, text: str, kept: str) -> None:
    ring(user_id=buyer.pk, key="long", text=text, url="/", at=AT)
    assert Notification.objects.get(key="long").text == kept
