from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from config.shared import clock
from offers.models import Conversation, Message
from tests.factories.accounts import UserFactory
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import conversation_of, filled_inbox, written

pytestmark = pytest.mark.django_db


def peopled(user: User, count: int) -> list[User]:
    people = UserFactory.create_batch(count)
    for person in people:
        written(conversation_of(user, person), person, f"Words of {person.label}")
    return people


def test_lists_newest_first_with_unread_counts(
    client: Client, buyer: User, seller: User, outsider: User
) -> None:
    first, second = conversation_of(buyer, seller), conversation_of(buyer, outsider)
    with clock.travelled_to(clock.now() - timedelta(hours=1)):
        written(first, seller, "older")
    written(second, outsider, "one")
    written(second, outsider, "two")
    client.force_login(buyer)
    answer = client.get("/inbox/")
    entries = answer.context["page"].entries
    assert [(entry.conversation_id, entry.unread, entry.snippet) for entry in entries] == [
        (second.pk, 2, "two"),
        (first.pk, 1, "older"),
    ]
    assert answer.context["page"].unread == 3


def test_pages_by_key_without_losing_or_repeating_any(client: Client, buyer: User) -> None:
    people = peopled(buyer, 45)
    client.force_login(buyer)
    seen: list[str] = []
    address = "/inbox/"
    while address:
        answer = client.get(address)
        seen += [entry.name for entry in answer.context["page"].entries]
        address = f"/inbox/{answer.context['older_url']}" if answer.context["older_url"] else ""
    assert seen == [person.label for person in reversed(people)]


@pytest.mark.parametrize(
    "cursor", ["x", "~", "2026-01-01~1", "2026-01-01T00:00:00+00:00~-1", "2026~" + "9" * 40]
)
def test_a_bent_cursor_shows_the_first_page(client: Client, buyer: User, cursor: str) -> None:
    peopled(buyer, 1)
    client.force_login(buyer)
    answer = client.get("/inbox/", {"before": cursor})
    assert answer.status_code == 200
    assert len(answer.context["page"].entries) == 1


@pytest.mark.parametrize("count", [1, 40])
def test_takes_at_most_6_statements(
    client: Client, buyer: User, count: int, django_assert_max_num_queries: Any
) -> None:
    peopled(buyer, count)
    client.force_login(buyer)
    with django_assert_max_num_queries(6):
        client.get("/inbox/")


def test_an_empty_inbox_says_what_comes(client: Client, buyer: User) -> None:
    client.force_login(buyer)
    assert "No conversations yet" in client.get("/inbox/").content.decode()


def test_the_header_shows_the_newest_and_the_unread(client: Client, buyer: User, seller: User) -> None:
    written(conversation_of(buyer, seller), seller, "Hello from Sam")
    client.force_login(buyer)
    UserFactory.create(handle="ola-outsider")
    page = client.get("/inbox/new/?to=ola-outsider").content.decode()
    assert "Hello from Sam" in page
    assert "See All in Inbox" in page
    assert "1<span" in page.replace(" ", "")


def test_starts_from_a_gig(client: Client, buyer: User, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    client.force_login(buyer)
    address = f"/inbox/new/?gig={gig.slug}"
    page = client.get(address)
    assert gig.title in page.content.decode()
    command = str(page.context["form"].initial["command"])
    answer = client.post(address, {"command": command, "body": "Can you?"})
    conversation = Conversation.objects.get()
    assert answer["Location"] == f"/inbox/{conversation.pk}/"
    assert conversation.gig == gig
    assert client.get(address)["Location"] == f"/inbox/{conversation.pk}/"
    client.post(address, {"command": command, "body": "Can you?"})
    assert Message.objects.count() == 1


def test_an_empty_first_message_is_refused_in_place(client: Client, buyer: User, seller: User) -> None:
    client.force_login(buyer)
    page = client.get("/inbox/new/?to=sam-seller")
    command = str(page.context["form"].initial["command"])
    assert client.post("/inbox/new/?to=sam-seller", {"command": command, "body": " "}).status_code == 422
    assert not Conversation.objects.exists()


def test_refuses_oneself_the_suspended_and_the_unknown(client: Client, buyer: User, seller: User) -> None:
    client.force_login(buyer)
    assert client.get("/inbox/new/?to=bea-buyer").status_code == 409
    assert client.get("/inbox/new/?to=nobody").status_code == 404
    assert client.get("/inbox/new/?gig=nothing").status_code == 404
    assert client.get("/inbox/new/").status_code == 404
    command = str(client.get("/inbox/new/?to=sam-seller").context["form"].initial["command"])
    User.objects.filter(pk=seller.pk).update(suspended_at=clock.now())
    answer = client.post("/inbox/new/?to=sam-seller", {"command": command, "body": "Hello"})
    assert answer.status_code == 409
    assert "cannot be reached" in answer.content.decode()
    assert not Conversation.objects.exists()


def test_visitors_sign_in_first(client: Client) -> None:
    assert client.get("/inbox/")["Location"] == "/accounts/login/?next=/inbox/"


def test_10000_conversations_take_6_statements_on_every_page(
    client: Client, buyer: User, django_assert_max_num_queries: Any
) -> None:
    filled_inbox(buyer, 10_000)
    client.force_login(buyer)
    page = client.get("/inbox/")
    deep = f"/inbox/?before={(clock.now() - timedelta(minutes=9_000)).isoformat().replace('+', '%2B')}~1"
    beside = page.context["page"].entries[0].conversation_id
    for address in ("/inbox/", f"/inbox/{page.context['older_url']}", deep, "/inbox/?box=unread"):
        with django_assert_max_num_queries(6):
            answer = client.get(address)
        assert len(answer.context["page"].entries) == 20
    with django_assert_max_num_queries(6):
        assert client.get("/inbox/?search=member").status_code == 200
    with django_assert_max_num_queries(3):
        client.get(f"/inbox/?beside={beside}&known=x", headers={"HX-Request": "true"})
    with django_assert_max_num_queries(3):
        client.get("/inbox/unread/?known=0", headers={"HX-Request": "true"})
