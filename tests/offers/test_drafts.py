"""Drafts are kept as they are typed, gone on with, shown to their author only, and thrown away."""

import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from config.shared import clock
from config.shared.errors import Forbidden
from gigs.models import Gig, Subcategory, WorkflowTemplate
from offers.models import Conversation, Offer
from offers.operations import create_offer, delete_draft, keep_draft, send_offer
from offers.operations.drafting import DRAFTS_MAX, CannotOffer, ChangedElsewhere, Desk, TooManyDrafts
from offers.states import DeadOffer, Kind
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import click_by, conversation_of, draft_offer, sent_offer, terms_of

pytestmark = pytest.mark.django_db

HX = {"HX-Request": "true"}


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


def kept(conversation: Conversation, gig: Gig, desk: Desk) -> Offer:
    return keep_draft(
        conversation_id=conversation.pk,
        seller_id=gig.seller_id,
        gig_id=gig.pk,
        kind=Kind.MILESTONES,
        at=clock.now(),
        desk=desk,
    )


def typed(gig: Gig, do: str, **changes: str) -> dict[str, str]:
    data = {"gig": gig.slug, "kind": "milestones", "rows": "2", "do": do, "note": "Half a sen"}
    for n in range(2):
        row = {"name": f"Part {n + 1}", "description": "", "amount": "70", "days": "4", "revisions": "1"}
        data |= {f"rows-{n}-{name}": value for name, value in row.items()}
    return data | {name.replace("__", "-"): value for name, value in changes.items()}


def desk_of(draft_id: uuid.UUID | None = None, version: int | None = None) -> dict[str, str]:
    return {
        "draft": str(draft_id or uuid.uuid4()),
        "version": "" if version is None else str(version),
        "window": uuid.uuid4().hex,
    }


def test_what_is_typed_is_kept_before_it_can_be_read(
    client: Client, address: str, gig: Gig, buyer: User
) -> None:
    desk = desk_of()
    answer = client.post(address, typed(gig, "keep", rows__0__amount="12 or so", **desk), headers=HX)
    assert answer.status_code == 200
    assert "Draft kept" in answer.content.decode()
    draft = Offer.objects.get()
    assert (str(draft.pk), draft.is_unfinished, draft.milestones.count()) == (desk["draft"], True, 0)
    page = client.get(address, {"draft": desk["draft"]}).content.decode()
    assert 'value="12 or so"' in page
    assert "Half a sen" in page
    client.force_login(buyer)
    assert client.get(f"/offers/{draft.pk}/").status_code == 404
    assert str(draft.pk) not in client.get(f"/inbox/{draft.conversation_id}/").content.decode()


def test_the_same_window_goes_on_without_waiting_for_answers(client: Client, address: str, gig: Gig) -> None:
    desk = desk_of()
    for name in ("A", "B", "C"):
        assert (
            client.post(address, typed(gig, "keep", rows__0__name=name, **desk), headers=HX).status_code
            == 200
        )
    draft = Offer.objects.get()
    assert (draft.version, draft.typed["rows"][0]["name"]) == (3, "C")


def test_another_window_is_told_and_shown_the_stored_draft(client: Client, address: str, gig: Gig) -> None:
    client.post(address, typed(gig, "keep", **(first := desk_of())), headers=HX)
    second = desk_of(uuid.UUID(first["draft"]), 1)
    client.post(address, typed(gig, "keep", rows__0__name="From here", **second), headers=HX)
    late = client.post(address, typed(gig, "keep", rows__0__name="From there", **first), headers=HX)
    assert late.status_code == 409
    assert "changed in another window" in late.content.decode()
    assert Offer.objects.get().typed["rows"][0]["name"] == "From here"
    answer = client.post(address, typed(gig, "preview", rows__0__name="From there", **first))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="From there"' in page
    assert "1. From here: 70, 4 days" in page
    assert 'name="version" value="2"' in page
    settled = client.post(
        address, typed(gig, "preview", rows__0__name="From there", **{**first, "version": "2"})
    )
    assert settled.status_code == 302
    assert Offer.objects.get().milestones.get(position=1).name == "From there"


def test_rows_reordered_in_two_tabs_are_not_mixed(client: Client, address: str, gig: Gig) -> None:
    client.post(address, typed(gig, "preview", **(first := desk_of())))
    draft = Offer.objects.get()
    second = desk_of(draft.pk, draft.version)
    third = desk_of(draft.pk, draft.version)
    assert client.post(address, typed(gig, "down-0", **second)).status_code == 200
    answer = client.post(address, typed(gig, "up-1", **third))
    assert answer.status_code == 409
    assert [row["name"] for row in Offer.objects.get().typed["rows"]] == ["Part 2", "Part 1"]
    assert first["draft"] == str(draft.pk)


def test_an_unfinished_draft_is_not_sent_and_leads_to_the_editor(
    client: Client, address: str, gig: Gig, seller: User
) -> None:
    client.post(address, typed(gig, "preview", **(desk := desk_of())))
    draft = Offer.objects.get()
    client.post(address, typed(gig, "keep", rows__0__amount="", **desk), headers=HX)
    draft.refresh_from_db()
    with pytest.raises(CannotOffer, match="not finished"):
        send_offer(offer_id=draft.pk, click=click_by(seller, draft.version))
    assert client.get(f"/offers/{draft.pk}/")["Location"] == f"{address}?draft={draft.pk}"
    assert draft.milestones.count() == 0


def test_a_copy_that_was_on_its_way_while_it_was_previewed_changes_nothing(
    client: Client, address: str, gig: Gig, seller: User
) -> None:
    client.post(address, typed(gig, "preview", **(desk := desk_of())))
    draft = Offer.objects.get()
    assert client.post(address, typed(gig, "keep", **desk), headers=HX).status_code == 200
    late = Offer.objects.get()
    assert (late.version, late.is_unfinished, late.milestones.count()) == (draft.version, False, 2)
    assert send_offer(offer_id=draft.pk, click=click_by(seller, draft.version)).state == "sent"


def test_a_sent_offer_keeps_nothing_of_the_editor(
    client: Client, address: str, gig: Gig, seller: User
) -> None:
    client.post(address, typed(gig, "preview", **(desk := desk_of())))
    draft = Offer.objects.get()
    offer = send_offer(offer_id=draft.pk, click=click_by(seller, draft.version))
    assert (offer.typed, offer.edited_in) == ({}, "")
    answer = client.post(address, typed(gig, "keep", rows__0__name="Later", **desk), headers=HX)
    assert answer.status_code == 409
    assert "You have sent this offer already." in answer.content.decode()
    offer.refresh_from_db()
    assert (offer.typed, offer.milestones.get(position=1).name) == ({}, "Part 1")
    again = client.post(address, typed(gig, "preview", **desk))
    assert again.status_code == 409
    assert f'name="draft" value="{desk["draft"]}"' not in again.content.decode()
    assert Offer.objects.count() == 1


def test_saving_a_draft_leads_back_to_the_conversation_that_shows_it(
    client: Client, address: str, gig: Gig, conversation: Conversation
) -> None:
    answer = client.post(address, typed(gig, "save", **(desk := desk_of())))
    assert answer["Location"] == f"/inbox/{conversation.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert "Only you can see it." in page
    assert f'href="{address}?draft={desk["draft"]}"' in page


def test_deleting_a_draft_asks_first(client: Client, gig: Gig, seller: User, buyer: User) -> None:
    draft = draft_offer(seller, buyer, gig)
    client.force_login(seller)
    assert "What you wrote is gone then" in client.get(f"/offers/{draft.pk}/delete/").content.decode()
    assert Offer.objects.exists()
    assert client.post(f"/offers/{draft.pk}/delete/")["Location"] == f"/inbox/{draft.conversation_id}/"
    assert not Offer.objects.exists()
    assert client.post(f"/offers/{draft.pk}/delete/").status_code == 404
    delete_draft(draft_id=draft.pk, seller_id=seller.pk)


def test_a_sent_offer_is_not_deleted(client: Client, gig: Gig, seller: User, buyer: User) -> None:
    offer = sent_offer(seller, buyer, gig)
    client.force_login(seller)
    assert client.post(f"/offers/{offer.pk}/delete/").status_code == 409
    with pytest.raises(DeadOffer):
        delete_draft(draft_id=offer.pk, seller_id=seller.pk)
    with pytest.raises(Forbidden):
        delete_draft(draft_id=offer.pk, seller_id=buyer.pk)
    client.force_login(buyer)
    assert client.post(f"/offers/{offer.pk}/delete/").status_code == 403
    assert Offer.objects.get().state == "sent"


def test_there_is_room_for_five(conversation: Conversation, gig: Gig) -> None:
    for _ in range(DRAFTS_MAX):
        kept(conversation, gig, Desk(typed={"rows": []}))
    with pytest.raises(TooManyDrafts):
        kept(conversation, gig, Desk(typed={"rows": []}))
    assert Offer.objects.count() == DRAFTS_MAX


def test_nobody_writes_on_somebody_elses_draft(
    conversation: Conversation, gig: Gig, buyer: User, seller: User, outsider: User
) -> None:
    theirs = draft_offer(buyer, seller, live_gig_with_milestones(buyer))
    elsewhere = draft_offer(seller, outsider, gig)
    for draft in (theirs, elsewhere):
        with pytest.raises(Forbidden):
            kept(conversation, gig, Desk(draft_id=draft.pk, version=draft.version))
        draft.refresh_from_db()
        assert (draft.version, draft.milestones.count()) == (1, 6)


def test_one_new_version_at_a_time(conversation: Conversation, gig: Gig, buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer, gig)
    kept(conversation, gig, Desk(supersedes_id=offer.pk, typed={"rows": []}))
    with pytest.raises(ChangedElsewhere, match="begun a new version"):
        kept(conversation, gig, Desk(supersedes_id=offer.pk, typed={"rows": []}))
    with pytest.raises(ChangedElsewhere):
        create_offer(
            conversation_id=conversation.pk,
            seller_id=seller.pk,
            terms=terms_of(gig),
            at=clock.now(),
            supersedes_id=offer.pk,
        )


def test_the_workflow_of_a_package_is_filled_in_and_can_be_undone(
    client: Client, address: str, gig: Gig
) -> None:
    page = client.get(address, {"gig": gig.slug, "kind": "milestones"}).content.decode()
    package = gig.packages.order_by("price_minor").first()
    assert package
    assert f'value="package-{package.tier}"' in page
    desk = desk_of()
    filled = client.post(
        address, typed(gig, "fill", start=f"package-{package.tier}", **desk)
    ).content.decode()
    for share in package.shares.select_related("milestone"):
        assert f'value="{share.milestone.name}"' in filled
    assert 'value="undo"' in filled
    rows = Offer.objects.get().typed["rows"]
    assert sum(round(float(row["amount"]) * 100) for row in rows) == package.price_minor


def test_templates_of_the_platform_and_ones_own_are_offered_and_no_others(
    client: Client, address: str, gig: Gig, buyer: User, seller: User
) -> None:
    other = Subcategory.objects.exclude(pk=gig.subcategory_id).first()
    made: dict[str, Any] = {
        "Of the platform": {"subcategory": gig.subcategory},
        "Switched off": {"subcategory": gig.subcategory, "active": False},
        "Elsewhere": {"subcategory": other},
        "My own": {"owner": seller},
        "Of the buyer": {"owner": buyer},
    }
    for name, columns in made.items():
        template = WorkflowTemplate.objects.create(name=name, **columns)
        for n in (1, 2):
            template.milestones.create(position=n, name=f"{name} {n}", zoom=n == 2)
    page = client.get(address, {"gig": gig.slug, "kind": "milestones"}).content.decode()
    assert [name for name in made if f"{name}, 2 milestones" in page] == ["Of the platform", "My own"]
    own = WorkflowTemplate.objects.get(name="My own")
    filled = client.post(
        address, typed(gig, "fill", start=f"template-{own.pk}", **desk_of())
    ).content.decode()
    assert 'value="My own 1"' in filled
    assert [row["zoom"] for row in Offer.objects.get().typed["rows"]] == [False, True]


def test_another_order_type_takes_the_first_rows_along(client: Client, address: str, gig: Gig) -> None:
    client.post(address, typed(gig, "keep", **(desk := desk_of())), headers=HX)
    where = {"gig": gig.slug, "draft": desk["draft"]}
    assert "Choose an order type" in client.get(address, where).content.decode()
    single = client.get(address, {**where, "kind": "single"}).content.decode()
    assert 'name="rows" value="1"' in single
    assert 'name="rows-0-amount" value="70"' in single
    assert Offer.objects.get().kind == "milestones"


def test_terms_of_a_closed_offer_can_be_sent_again(
    client: Client, gig: Gig, buyer: User, seller: User
) -> None:
    offer = sent_offer(seller, buyer, gig)
    client.force_login(seller)
    client.post(f"/offers/{offer.pk}/withdraw/", {"command": str(uuid.uuid4()), "version": offer.version})
    address = f"/inbox/{offer.conversation_id}/offers/new/"
    assert f'href="{address}?again={offer.pk}"' in client.get(f"/offers/{offer.pk}/").content.decode()
    page = client.get(address, {"again": str(offer.pk)}).content.decode()
    assert 'name="rows" value="6"' in page
    assert 'name="replaces"' not in page


def test_a_sheet_over_the_conversation_stays_one(
    client: Client, address: str, gig: Gig, conversation: Any
) -> None:
    over = {**HX, "HX-Current-URL": f"http://testserver/inbox/{conversation.pk}/"}
    sheet = client.get(address, headers=over).content.decode()
    assert "<main" not in sheet
    assert f'data-hx-get="{address}?gig={gig.slug}"' in sheet
    kept_there = client.post(address, typed(gig, "keep", **desk_of()), headers=over)
    assert "HX-Replace-Url" not in kept_there
    own = {**HX, "HX-Current-URL": f"http://testserver{address}?gig={gig.slug}&kind=milestones"}
    kept_here = client.post(address, typed(gig, "keep", **(desk := desk_of())), headers=own)
    assert kept_here["HX-Replace-Url"] == f"{address}?draft={desk['draft']}"
    previewed = client.post(address, typed(gig, "preview", **desk), headers=over)
    assert previewed["HX-Redirect"] == f"/offers/{desk['draft']}/"


@pytest.mark.parametrize("text", ["\x00", "\ud800", "x" * 200_000, "\u202e"])
def test_a_draft_takes_any_text(client: Client, address: str, gig: Gig, text: str) -> None:
    body = typed(gig, "keep", **desk_of()) | {"rows-0-name": text.encode("utf-8", "replace").decode()}
    assert client.post(address, body, headers=HX).status_code == 200
    assert len(Offer.objects.get().typed["rows"][0]["name"]) <= 5_000
