"""The buyer says what is to change; the seller reads it beside the rows and sends a version that marks what is new."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Mail, Notification, User
from config.shared import clock, outbox
from config.shared.errors import Forbidden, Invalid, Stale
from gigs.models import Gig
from offers.models import Message, Offer
from offers.operations import (
    accept_offer_row,
    ask_for_changes,
    create_offer,
    mark_opened,
    send_offer,
    withdraw_offer,
)
from offers.queries.versions import differences
from offers.states import DeadOffer
from offers.terms import RowTerms
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import click_by, draft_offer, new_version_of, sent_offer, terms_of

pytestmark = pytest.mark.django_db


def asked(offer: Offer, **comments: str) -> Offer:
    said = {int(name.removeprefix("row_")): words for name, words in comments.items()}
    return ask_for_changes(offer_id=offer.pk, click=click_by(offer.buyer, offer.version), comments=said)


def version_with(offer: Offer, *rows: RowTerms, note: str = "Everything in plain words.") -> Offer:
    draft = create_offer(
        conversation_id=offer.conversation_id,
        seller_id=offer.seller_id,
        terms=replace(terms_of(offer.gig), rows=rows, note=note),
        at=clock.now(),
        supersedes_id=offer.pk,
    )
    return send_offer(offer_id=draft.pk, click=click_by(offer.seller, draft.version))


def row(name: str, amount: int = 9_000, days: int = 5, revisions: int | None = 2) -> RowTerms:
    return RowTerms(name=name, days=days, amount_minor=amount, revisions=revisions)


def test_asking_leaves_the_offer_open_and_tells_the_seller(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    asked(offer, row_2="A table, please.", row_0="Cheaper?")
    offer.refresh_from_db()
    assert (offer.state, offer.version, offer.closed_at, offer.due_at is not None) == ("sent", 3, None, True)
    assert list(offer.comments.values_list("position", "body")) == [(0, "Cheaper?"), (2, "A table, please.")]
    assert Message.objects.latest("pk").body == "Bea Buyer asked for changes to the offer."
    outbox.drain()
    assert "asked for changes" in Notification.objects.filter(user=seller).latest("pk").text
    assert "Outline: A table, please." in Mail.objects.get(user=seller).text


def test_asking_again_says_it_anew_and_tells_again(buyer: User, seller: User) -> None:
    offer = asked(sent_offer(seller, buyer), row_1="Shorter.")
    asked(offer, row_3="Longer.")
    assert list(offer.comments.values_list("position", "body")) == [(3, "Longer.")]
    outbox.drain()
    assert Notification.objects.filter(user=seller, text__contains="asked for changes").count() == 2


def test_the_same_click_asks_once(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    click = click_by(buyer, offer.version)
    for _ in range(2):
        ask_for_changes(offer_id=offer.pk, click=click, comments={1: "Shorter."})
    assert Message.objects.filter(kind="system").count() == 1


@pytest.mark.parametrize("comments", [{}, {0: ""}, {7: "What?"}, {-1: "What?"}])
def test_nothing_said_is_refused(buyer: User, seller: User, comments: dict[int, str]) -> None:
    offer = sent_offer(seller, buyer)
    with pytest.raises(Invalid):
        ask_for_changes(offer_id=offer.pk, click=click_by(buyer, offer.version), comments=comments)
    assert not offer.comments.exists()


def test_only_the_buyer_and_only_while_it_is_open(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    with pytest.raises(Forbidden):
        ask_for_changes(offer_id=offer.pk, click=click_by(seller, offer.version), comments={1: "Mine."})
    with pytest.raises(Stale):
        ask_for_changes(offer_id=offer.pk, click=click_by(buyer, 1), comments={1: "Old page."})
    late = click_by(buyer, offer.version, offer.expires_at)
    with pytest.raises(DeadOffer):
        ask_for_changes(offer_id=offer.pk, click=late, comments={1: "Late."})
    withdraw_offer(offer_id=offer.pk, click=click_by(seller, offer.version))
    with pytest.raises(DeadOffer):
        ask_for_changes(offer_id=offer.pk, click=click_by(buyer), comments={1: "Dead."})
    assert not offer.comments.exists()


def test_an_offer_can_be_accepted_although_changes_were_asked_for(buyer: User, seller: User) -> None:
    offer = asked(sent_offer(seller, buyer), row_1="Shorter.")
    accept_offer_row(offer_id=offer.pk, buyer_id=buyer.pk, order_number="MP-AS-IT-IS", at=clock.now())
    assert Offer.objects.get().state == "accepted"


def test_the_whole_way_by_its_pages(client: Client, buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    client.force_login(buyer)
    address = f"/offers/{offer.pk}/changes/"
    assert f'href="{address}"' in client.get(f"/offers/{offer.pk}/").content.decode()
    form = client.get(address).content.decode()
    assert "2. Outline" in form
    assert "The offer as a whole" in form
    click = {"command": str(uuid.uuid4()), "version": str(offer.version)}
    assert client.post(address, click).status_code == 422
    long = client.post(address, click | {"row_1": "x" * 601})
    assert long.status_code == 422
    assert "x" * 601 in long.content.decode()
    assert client.post(address, click | {"row_2": "With a table.", "row_0": "By May."}).status_code == 302
    assert "You asked for changes" in client.get(f"/offers/{offer.pk}/").content.decode()
    assert "With a table." in client.get(address).content.decode()
    client.force_login(seller)
    page = client.get(f"/offers/{offer.pk}/").content.decode()
    assert "Bea Buyer asked for changes" in page
    assert "With a table." in page
    editor = client.get(
        f"/inbox/{offer.conversation_id}/offers/new/", {"replaces": str(offer.pk)}
    ).content.decode()
    second = editor[editor.index('id="row-1"') : editor.index('id="row-2"')]
    assert "With a table." in second
    assert "By May." in editor
    assert editor.count("With a table.") == 1


def test_a_comment_goes_along_when_its_row_is_moved(client: Client, buyer: User, seller: User) -> None:
    offer = asked(sent_offer(seller, buyer, milestones=2), row_1="Shorter.")
    client.force_login(seller)
    data = {
        "gig": offer.gig.slug,
        "kind": "milestones",
        "rows": "2",
        "replaces": str(offer.pk),
        "do": "down-0",
    }
    for n in range(2):
        data |= {f"rows-{n}-name": f"Part {n + 1}", f"rows-{n}-was": str(n + 1)}
    page = client.post(f"/inbox/{offer.conversation_id}/offers/new/", data).content.decode()
    assert "Shorter." in page[page.index('id="row-1"') :]
    assert "Shorter." not in page[: page.index('id="row-1"')]


def test_a_new_version_marks_what_is_different_in_words(client: Client, buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer, milestones=3)
    new = version_with(
        offer, row("Research"), row("Outline", 12_050, 7, None), row("Print", 5_000, 3), note="Other."
    )
    client.force_login(buyer)
    page = client.get(f"/offers/{new.pk}/").content.decode()
    for words in (
        "What is different from the earlier version",
        "<strong>Changed:</strong> Outline",
        "Amount: $90.00 → $120.50",
        "Days: 5 → 7",
        "Revisions: 2 → unlimited",
        "Name: First draft → Print",
        "Price: $270.00 → $260.50",
        "Changed in this version",
    ):
        assert words in page
    assert "What is different" not in client.get(f"/offers/{offer.pk}/").content.decode()


def test_differences_name_what_was_added_removed_and_moved(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer, milestones=4)
    new = version_with(
        offer, row("Outline"), row("Research"), row("Second draft"), row("Proof"), row("Print"), row("Talk")
    )
    found = {(change.kind, change.name): change.words for change in differences(offer, new)}
    assert found["Changed", "Outline"] == ("Place: 2 → 1",)
    assert found["Changed", "Research"] == ("Place: 1 → 2",)
    assert found["Added", "Print"] == ("$90.00, 5 days",)
    assert found["Added", "Talk"] == ("$90.00, 5 days",)
    assert ("Removed", "First draft") in found
    assert ("Changed", "Second draft") not in found
    assert found["Changed", "The offer"] == ("Price: $360.00 → $540.00", "Days: 20 → 30")


def test_the_same_terms_differ_in_nothing(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    draft = new_version_of(offer, 6)
    assert differences(offer, draft) == ()


def test_the_seller_sees_when_it_was_first_opened(client: Client, buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    client.force_login(seller)
    assert "has not opened it yet" in client.get(f"/offers/{offer.pk}/").content.decode()
    client.force_login(buyer)
    client.get(f"/offers/{offer.pk}/")
    offer.refresh_from_db()
    first, version = offer.opened_at, offer.version
    assert first is not None
    client.get(f"/offers/{offer.pk}/accept/")
    mark_opened(offer_id=offer.pk, at=clock.now() + timedelta(days=1))
    offer.refresh_from_db()
    assert (offer.opened_at, offer.version) == (first, version)
    client.force_login(seller)
    assert "first opened it" in client.get(f"/offers/{offer.pk}/").content.decode()


def test_a_draft_is_never_opened(gig_of_seller: Gig, buyer: User, seller: User) -> None:
    draft = draft_offer(seller, buyer, gig_of_seller)
    mark_opened(offer_id=draft.pk, at=clock.now())
    draft.refresh_from_db()
    assert draft.opened_at is None


@pytest.fixture
def gig_of_seller(seller: User) -> Gig:
    return live_gig_with_milestones(seller)


def test_the_page_takes_as_many_statements_for_six_rows_and_versions_as_for_two(
    client: Client, buyer: User, seller: User, django_assert_max_num_queries: object
) -> None:
    small = sent_offer(seller, buyer, milestones=2)
    large = sent_offer(seller, buyer, small.gig)
    for _ in range(3):
        asked(large, row_1="Shorter.", row_6="Longer.")
        draft = new_version_of(large, 6)
        large = send_offer(offer_id=draft.pk, click=click_by(seller, draft.version))
    asked(large, row_1="Shorter.", row_6="Longer.")
    for user in (buyer, seller):
        client.force_login(user)
        for offer in (small, large):
            client.get(f"/offers/{offer.pk}/")
            with django_assert_max_num_queries(8):  # type: ignore[operator]
                assert client.get(f"/offers/{offer.pk}/").status_code == 200
