"""Each group of staff sees and does exactly its part: docs/staff.md, row by row."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from orders.models import Dispute, Settlement
from orders.states import Act
from tests.access.world import build
from tests.factories.accounts import UserFactory
from tests.factories.orders import order_in
from tests.orders.monthly import subscribed
from tests.orders.pages import decided, signed_in

pytestmark = pytest.mark.django_db
DOCS = (Path(__file__).resolve().parents[2] / "docs" / "staff.md").read_text(encoding="utf-8")
GROUPS = ("Support", "Moderation", "Finance")


def table(title: str) -> dict[str, tuple[str, ...]]:
    """The rows of a table of the page: its key, and a word for each group."""
    part = DOCS.split(f"## {title}\n")[1].split("\n## ")[0]
    rows = (re.fullmatch(r"\| `(.+?)` \| (.+?) \| (.+?) \| (.+?) \|", line) for line in part.split("\n"))
    return {row[1]: row.groups()[1:] for row in rows if row}


PAGES, ACTS = table("Pages"), table("Acts")
OF_ADMIN = {key: words for key, words in ACTS.items() if re.fullmatch(r"\w+\.\w+:\w+", key)}


def clerk(group: str) -> User:
    """A member of staff who belongs to one group."""
    user: User = UserFactory.create(handle=group.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def model_admin(key: str) -> Any:
    return admin.site.get_model_admin(apps.get_model(key.split(":", maxsplit=1)[0]))


def on_the_site(key: str) -> bool:
    """The model has a page in the admin."""
    return apps.get_model(key) in admin.site._registry


def cases(rows: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str]]:
    for key, words in rows.items():
        for group, word in zip(GROUPS, words, strict=True):
            yield key, group, word


def test_every_page_and_every_action_stands_in_the_tables(staff: User) -> None:
    registered = {model._meta.label_lower: on for model, on in admin.site._registry.items()}
    assert set(registered) <= set(PAGES)
    asked = RequestFactory().get("/")
    asked.user = staff
    found = {f"{label}:{name}" for label, on in registered.items() for name in on.get_actions(asked)}
    assert set(OF_ADMIN) == found


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_opens_its_pages_and_no_other(group: str, buyer: User, seller: User) -> None:
    build(buyer, seller)
    client, wrong = signed_in(clerk(group)), []
    for key, of, word in cases(PAGES):
        if of != group or not on_the_site(key):
            continue
        on = model_admin(key)
        name = on.opts.label_lower.replace(".", "_")
        got = client.get(reverse(f"admin:{name}_changelist")).status_code
        if got != (403 if word == "-" else 200):
            wrong.append(f"{key}: {got}, {word}")
        add = client.get(reverse(f"admin:{name}_add")).status_code
        if add != (200 if word == "edit" else 403):
            wrong.append(f"{key} add: {add}, {word}")
        row = on.get_queryset(_as(client)).first() if word != "-" else None
        if row is not None:
            url = reverse(f"admin:{name}_change", args=[row.pk])
            assert client.get(url).status_code == 200, key
            assert ('name="_save"' in client.get(url).content.decode()) is (word == "edit"), key
            assert (
                client.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"}).status_code
                == 403
            )
    assert wrong == []


def _as(client: Client) -> Any:
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=client.session["_auth_user_id"])
    return request


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_has_its_actions_and_each_asks_why(group: str, buyer: User, seller: User) -> None:
    build(buyer, seller)
    client = signed_in(clerk(group))
    for key, of, word in cases(OF_ADMIN):
        if of != group:
            continue
        on, name = model_admin(key), key.split(":")[1]
        allowed = name in on.get_actions(_as(client))
        assert allowed is (word == "do"), key
        row = on.get_queryset(_as(client)).first()
        if row is None:
            continue
        url = reverse(f"admin:{on.opts.label_lower.replace('.', '_')}_changelist")
        answer = client.post(url, {"action": name, "_selected_action": [str(row.pk)]})
        asks = answer.status_code == 200 and 'name="reason"' in answer.content.decode()
        assert asks is allowed, key
        silent = {"action": name, "_selected_action": [str(row.pk)], "reason": "  "}
        assert ("errorlist" in client.post(url, silent).content.decode()) is allowed, key


DECISIONS: dict[str, dict[str, str]] = {
    "case: work goes on": {"decision": Act.DECIDE_CONTINUE},
    "case: split the money": {"decision": Act.DECIDE_SPLIT, "percent": "50"},
    "case: release in full": {"decision": Act.DECIDE_RELEASE},
}


@pytest.mark.parametrize(("key", "group", "word"), [case for case in cases(ACTS) if case[0] in DECISIONS])
def test_each_group_decides_its_part(key: str, group: str, word: str, buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    dispute = Dispute.objects.get(order=order)
    client, url = signed_in(clerk(group)), reverse("admin:orders_dispute_case", args=[dispute.pk])
    typed = {**DECISIONS[key], "text": "So."}
    if word == "do":
        assert decided(client, url, **typed).status_code == 302
    else:
        forced = {**typed, "decide": "1", "seen": f"{typed['decision']}:None", "shown": "1-1"}
        assert client.post(url, forced).status_code in {403, 422}
    dispute.refresh_from_db()
    assert (dispute.closed_at is not None) is (word == "do")


def test_the_rest_of_the_case_and_the_audit(buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    case = reverse("admin:orders_dispute_case", args=[Dispute.objects.get(order=order).pk])
    settled = Settlement.objects.filter(milestone__order=order_in("stopped", buyer, seller)).get()
    goodwill = reverse("admin:orders_ordermilestone_goodwill", args=[settled.milestone_id])
    addresses = {
        "case: read the messages": f"{case}talk/",
        "goodwill: give back of a settled milestone": goodwill,
        "subscription: cancel": reverse(
            "admin:orders_subscription_cancel", args=[subscribed(seller, buyer).pk]
        ),
        "audit of the money": reverse("admin:orders_entry_audit") + "?run=1",
    }
    for key, group, word in cases(ACTS):
        if key in addresses:
            client = signed_in(User.objects.filter(handle=group.lower()).first() or clerk(group))
            assert client.get(addresses[key]).status_code == (200 if word == "do" else 403), (key, group)
    assert set(ACTS) == {*OF_ADMIN, *DECISIONS, *addresses}


def test_staff_without_a_group_see_nothing(buyer: User, seller: User) -> None:
    order_in("disputed", buyer, seller)
    client = signed_in(UserFactory.create(handle="newcomer", is_staff=True))
    for key in filter(on_the_site, PAGES):
        name = model_admin(key).opts.label_lower.replace(".", "_")
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403, key
    html = client.get("/admin/").content.decode()
    assert "Open disputes" not in html
