"""Offers by the month: terms, editor, preview, versions (product.md 4)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from config.shared import clock
from gigs.models import Gig
from offers.models import Conversation, Offer
from offers.operations import create_offer, send_offer
from offers.queries.sheets import card_of, sheet_of
from offers.terms import BadTerms
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import click_by, conversation_of, monthly_terms, sent_subscription, terms_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 10, 31, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_the_end_of_october() -> Iterator[None]:
    with clock.travelled_to(AT):
        yield


@pytest.fixture
def gig(seller: User) -> Gig:
    return live_gig_with_milestones(seller)


@pytest.fixture
def conversation(buyer: User, seller: User) -> Conversation:
    return conversation_of(buyer, seller)


@pytest.fixture
def address(conversation: Conversation, client: Client, seller: User) -> str:
    client.force_login(seller)
    return f"/inbox/{conversation.pk}/offers/new/"


def typed(gig: Gig, do: str, **changes: str) -> dict[str, str]:
    row = {"rows-0-amount": "99.99", "rows-0-days": "7", "rows-0-revisions": "unlimited", "rows-0-zoom": "on"}
    whole = {"note": "Posts, every month", "expiry_days": "", "months": "4"}
    return {"gig": gig.slug, "kind": "subscription", "rows": "1", "do": do, **row, **whole, **changes}


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_form_asks_for_one_month_and_how_many(client: Client, address: str, gig: Gig) -> None:
    page = client.get(address, {"gig": gig.slug, "kind": "subscription"}).content.decode()
    for label in ("Amount per month", "Number of months", "Days of work", "Revisions per month"):
        assert label in page
    assert re.findall(r'<option value="(\d+)"[^>]*>\d+ months', page) == [str(n) for n in range(2, 13)]
    assert "Add a milestone" not in page


def test_the_live_preview_names_every_month_and_what_the_seller_gets(
    client: Client, address: str, gig: Gig
) -> None:
    live = text_of(
        client.post(address, typed(gig, "totals"), headers={"HX-Request": "true"}).content.decode()
    )
    assert "Month 1 When you accept $105.49 Month 2 Mon 30 Nov $105.49 Month 3 Thu 31 Dec" in live
    assert "Month 4 Sun 31 Jan 2027 $105.49 All 4 months $421.96" in live
    assert "You receive a month $79.99" in live
    assert "You receive for all months $319.96" in live
    assert "cancelled at any time before the next payment" in live


def test_from_the_editor_to_a_sent_subscription(
    client: Client, address: str, gig: Gig, conversation: Conversation
) -> None:
    answer = client.post(address, typed(gig, "preview"))
    draft = Offer.objects.get()
    assert (draft.kind, draft.months, draft.period) == ("subscription", 4, "")
    preview = text_of(client.get(answer["Location"]).content.decode())
    assert "4 months, $99.99 each" in preview
    assert "7 days of work, unlimited revisions, with a Zoom call" in preview
    assert "You can cancel at any time before the next payment" in preview
    assert "Month 2 Mon 30 Nov $105.49 $99.99 + $5.50 fee $210.98" in preview
    offer = send_offer(offer_id=draft.pk, click=click_by(draft.seller, draft.version))
    assert (offer.state, offer.months, offer.period) == ("sent", 4, "1mo")
    page = text_of(client.get(f"/inbox/{conversation.pk}/").content.decode())
    assert "Subscription, 4 months" in page
    assert "$99.99 a month, in 7 days" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"months": "1"}, "Select a valid choice"),
        ({"months": "13"}, "Select a valid choice"),
        ({"months": ""}, "Choose 2 to 12 months."),
        ({"rows-0-days": "31"}, "Choose 1 to 30 days."),
        ({"rows-0-amount": "0.99"}, "Choose an amount from $1.00 to $100,000.00."),
        ({"rows-0-amount": "1e3"}, "1e3"),
    ],
)
def test_says_what_is_wrong_beside_its_field(
    client: Client, address: str, gig: Gig, changes: dict[str, str], words: str
) -> None:
    answer = client.post(address, typed(gig, "preview", **changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Posts, every month" in answer.content.decode()
    assert not Offer.objects.exists()


def test_a_draft_keeps_the_months_that_were_typed(client: Client, address: str, gig: Gig) -> None:
    client.post(address, typed(gig, "save", months="11"))
    draft = Offer.objects.get()
    assert draft.typed["months"] == "11"
    page = client.get(address, {"draft": str(draft.pk)}).content.decode()
    assert '<option value="11" selected>' in page


def test_a_draft_may_become_another_kind_and_back(client: Client, address: str, gig: Gig) -> None:
    client.post(address, typed(gig, "preview"))
    draft = Offer.objects.get()
    single = client.get(address, {"gig": gig.slug, "draft": str(draft.pk), "kind": "single"}).content.decode()
    assert "Number of months" not in single
    again = typed(gig, "preview", kind="single", draft=str(draft.pk), version=str(draft.version))
    assert client.post(address, again).status_code == 302
    draft.refresh_from_db()
    assert (draft.kind, draft.months) == ("single", None)


@pytest.mark.parametrize("months", [None, 0, 1, 13])
def test_the_operation_refuses_other_numbers_of_months(
    conversation: Conversation, seller: User, gig: Gig, months: int
) -> None:
    with pytest.raises(BadTerms, match=r"2 to 12"):
        create_offer(
            conversation_id=conversation.pk, seller_id=seller.pk, terms=monthly_terms(gig, months), at=AT
        )


def test_nothing_else_has_months(seller: User, buyer: User, gig: Gig) -> None:
    offer = sent_subscription(seller, buyer, gig)
    for changes in ({"kind": "single"}, {"months": 1}, {"months": None}, {"period": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Offer.objects.filter(pk=offer.pk).update(**changes)
    assert terms_of(gig, 2).months is None


def test_a_new_version_says_how_the_months_differ(seller: User, buyer: User, gig: Gig) -> None:
    old = sent_subscription(seller, buyer, gig, months=3)
    new = create_offer(
        conversation_id=old.conversation_id,
        seller_id=seller.pk,
        terms=monthly_terms(gig, 6, amount_minor=9_000),
        at=AT,
        supersedes_id=old.pk,
    )
    words = [word for change in sheet_of(new, AT, previous=old).changes for word in change.words]
    assert "Months: 3 → 6" in words
    assert "Price: $300.00 → $540.00" in words
    assert "Amount: $100.00 → $90.00" in words


def test_sheet_and_card_have_exact_figures(seller: User, buyer: User, gig: Gig) -> None:
    offer = sent_subscription(seller, buyer, gig, months=12, amount_minor=33_333)
    sheet = sheet_of(offer, AT)
    assert (sheet.first, sheet.total, sheet.amount, sheet.fee) == (35_166, 421_992, 399_996, 21_996)
    assert (sheet.months, len(sheet.payments), len(sheet.posts)) == (12, 12, 12)
    assert sheet.take_home == 12 * (33_333 - 6_667)
    assert sheet.done_by == datetime(2027, 10, 5, 12, tzinfo=UTC)
    card = card_of(offer)
    assert (card.label, card.amount, card.by_month) == ("Subscription, 12 months", 33_333, True)
