"""The offer editor refuses what it cannot take beside what was typed, and keeps no draft of it."""

import itertools
import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import Gig
from offers.models import Conversation, Message, Offer
from tests.bad_input.garbage import NOT_AMOUNTS, NOT_COMMANDS, NOT_DAYS, NOT_VERSIONS
from tests.bad_input.pages import rows, shows
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import conversation_of, draft_offer, sent_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(buyer: User, seller: User) -> Conversation:
    return conversation_of(buyer, seller)


def typed(gig: Gig, count: int = 2, **changes: str) -> dict[str, str]:
    data = {"gig": gig.slug, "kind": "milestones", "rows": str(count), "do": "preview", "note": "Typed note"}
    for n in range(count):
        row = {"name": f"Part {n + 1}", "description": "", "amount": "70.00", "days": "4", "revisions": "1"}
        data |= {f"rows-{n}-{name}": value for name, value in row.items()}
    return data | {name.replace("__", "-"): value for name, value in changes.items()}


def refused(
    client: Client, conversation: Conversation, data: dict[str, str], shown: str = "Typed note"
) -> Any:
    held = rows()
    answer = client.post(f"/inbox/{conversation.pk}/offers/new/", data)
    assert answer.status_code == 422, data
    assert shows(answer, shown)
    assert shows(answer, "Typed note")
    assert rows() == held
    return answer


def test_an_amount_that_is_none_is_refused(selling: Client, gig: Gig, conversation: Conversation) -> None:
    for amount, last in zip(NOT_AMOUNTS, itertools.cycle((0, 1)), strict=False):
        kind = "milestones" if last else "single"
        data = typed(gig, last + 1, kind=kind) | {f"rows-{last}-amount": amount}
        refused(selling, conversation, data, amount)


def test_days_that_are_none_are_refused_and_so_is_the_31st_of_a_milestone(
    selling: Client, gig: Gig, conversation: Conversation
) -> None:
    for days in (*NOT_DAYS, "31"):
        refused(selling, conversation, typed(gig) | {"rows-1-days": days}, days)


def test_the_101st_day_of_a_single_payment_is_refused(
    selling: Client, gig: Gig, conversation: Conversation
) -> None:
    for days in ("", "0", "-1", "1e1", "101"):
        refused(selling, conversation, typed(gig, 1, kind="single") | {"rows-0-days": days}, days)


def test_a_seventh_milestone_is_refused_as_a_button_and_as_a_forged_count(
    selling: Client, gig: Gig, conversation: Conversation
) -> None:
    added = refused(selling, conversation, typed(gig, 6, do="add"))
    assert shows(added, "up to 6 milestones")
    refused(selling, conversation, typed(gig, 7), "Part 7")
    for count in ("", "0", "1", "999", "-1", "x", "٧", "9" * 400):
        refused(selling, conversation, typed(gig) | {"rows": count})


BEYOND = [
    ("rows-0-name", ""),
    ("rows-0-name", "\x00\u202e"),
    ("rows-0-name", "\u200b"),
    ("rows-0-name", "n" * 121),
    ("rows-0-description", "d" * 601),
    ("rows-0-revisions", "21"),
    ("rows-0-revisions", ""),
    ("rows-0-revisions", "many"),
    ("note", "Typed note" + "n" * 2_000),
    ("expiry_days", "2"),
    ("expiry_days", "x"),
]


def test_texts_and_choices_beyond_the_limits_are_refused(
    selling: Client, gig: Gig, conversation: Conversation
) -> None:
    for name, value in BEYOND:
        refused(selling, conversation, typed(gig) | {name: value})


def test_a_forged_kind_gig_or_conversation_is_not_found(
    selling: Client, gig: Gig, conversation: Conversation, outsider: User, buyer: User
) -> None:
    theirs = live_gig_with_milestones(outsider)
    foreign = conversation_of(outsider, buyer)
    held = rows()
    address = f"/inbox/{conversation.pk}/offers/new/"
    for changes in ({"gig": theirs.slug}, {"gig": ""}, {"gig": "\x00"}, {"kind": "gift"}, {"kind": ""}):
        assert selling.post(address, typed(gig) | changes).status_code == 404, changes
    assert selling.post(f"/inbox/{foreign.pk}/offers/new/", typed(gig)).status_code == 404
    assert rows() == held


def test_a_forged_button_changes_nothing(selling: Client, gig: Gig, conversation: Conversation) -> None:
    held = rows()
    for act in ("up-9", "down-99", "remove-7", "remove-x", "explode", "up--1", "add-1\x00", ""):
        answer = selling.post(f"/inbox/{conversation.pk}/offers/new/", typed(gig, do=act))
        assert answer.status_code < 500
        assert shows(answer, "Part 2")
    assert rows() == held


def test_a_paused_gig_says_so_and_loses_nothing(
    selling: Client, gig: Gig, conversation: Conversation
) -> None:
    Gig.objects.filter(pk=gig.pk).update(state="paused")
    answer = selling.post(f"/inbox/{conversation.pk}/offers/new/", typed(gig))
    assert answer.status_code == 409
    assert shows(answer, "Typed note")
    assert shows(answer, "is not active")
    assert not Offer.objects.exists()


def test_a_draft_is_sent_once_and_only_by_a_form_that_can_be_read(
    selling: Client, seller: User, buyer: User
) -> None:
    draft = draft_offer(seller, buyer)
    address = f"/offers/{draft.pk}/send/"
    good = {"command": str(uuid.uuid4()), "version": str(draft.version)}
    for command in NOT_COMMANDS:
        assert selling.post(address, good | {"command": command}).status_code < 500
    for version in NOT_VERSIONS:
        assert selling.post(address, good | {"version": version}).status_code < 500
    assert Offer.objects.get().state == "draft"
    stale = selling.post(address, good | {"version": "99", "command": str(uuid.uuid4())})
    assert stale.status_code == 409
    assert [selling.post(address, good).status_code for _ in range(2)] == [302, 302]
    assert Message.objects.filter(kind="offer").count() == 1


def test_a_refusal_without_a_reason_declines_nothing(buying: Client, seller: User, buyer: User) -> None:
    offer = sent_offer(seller, buyer)
    held = rows()
    for reason in ("", " \n", "\x00\u202e", "r" * 601):
        data = {"command": str(uuid.uuid4()), "version": str(offer.version), "reason": reason}
        assert buying.post(f"/offers/{offer.pk}/decline/", data).status_code == 422
    assert rows() == held
    assert Offer.objects.get().state == "sent"
