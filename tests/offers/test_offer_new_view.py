"""The offer editor without JavaScript: every step is a link or a submit button."""

import html
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import Gig, Subcategory
from offers.models import Conversation, Offer
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import conversation_of

pytestmark = pytest.mark.django_db


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


def typed(gig: Gig, rows: int, do: str, kind: str = "milestones", **changes: str) -> dict[str, str]:
    data = {
        "gig": gig.slug,
        "kind": kind,
        "rows": str(rows),
        "do": do,
        "note": "All of it",
        "expiry_days": "3",
    }
    for n in range(rows):
        data |= {
            f"rows-{n}-name": f"Step {n + 1}",
            f"rows-{n}-description": f"Text {n + 1}",
            f"rows-{n}-amount": f"{n + 1}00.50",
            f"rows-{n}-days": "5",
            f"rows-{n}-revisions": "unlimited",
        }
    return data | changes


def values(page: str, field: str) -> list[str]:
    inputs = re.findall(rf'<input[^>]*name="rows-\d-{field}"[^>]*>', page)
    return [found[1] if (found := re.search(r' value="([^"]*)"', tag)) else "" for tag in inputs]


def test_from_conversation_to_sent_offer(
    client: Client, conversation: Conversation, address: str, gig: Gig
) -> None:
    assert address in client.get(f"/inbox/{conversation.pk}/").content.decode()
    assert f"?gig={gig.slug}" in client.get(address).content.decode()
    kinds = client.get(address, {"gig": gig.slug}).content.decode()
    assert "Choose an order type" in kinds
    assert "Single payment" in kinds
    assert "kind=subscription" in kinds
    terms = client.get(address, {"gig": gig.slug, "kind": "milestones"}).content.decode()
    assert 'name="rows" value="2"' in terms
    answer = client.post(address, typed(gig, 6, "preview"))
    offer = Offer.objects.get()
    assert answer["Location"] == f"/offers/{offer.pk}/"
    preview = client.get(answer["Location"]).content.decode()
    assert "$2,103.00" in preview
    assert "Nothing has been sent yet" in preview
    command = re.search(r'name="command" value="([^"]+)"', preview)
    assert command
    sending = {"command": command[1], "version": str(offer.version)}
    for _ in range(2):
        sent = client.post(f"/offers/{offer.pk}/send/", sending)
        assert sent["Location"] == f"/inbox/{conversation.pk}/"
    offer.refresh_from_db()
    assert (offer.state, offer.expiry_days, offer.note) == ("sent", 3, "All of it")
    assert [row.amount_minor for row in offer.milestones.all()] == [10050, 20050, 30050, 40050, 50050, 60050]
    assert [row.revisions for row in offer.milestones.all()] == [None] * 6
    card = client.get(f"/inbox/{conversation.pk}/").content.decode()
    assert "6 milestones" in card
    assert card.count(f'id="offer-card-{offer.pk}"') == 1


def test_milestones_are_greyed_with_the_reason(client: Client, address: str, gig: Gig) -> None:
    Subcategory.objects.update(offer_milestones=False)
    page = client.get(address, {"gig": gig.slug}).content.decode()
    assert "kind=milestones" not in page
    assert 'aria-disabled="true"' in page
    assert f"Milestones are not available for offers in {gig.subcategory.name}." in page
    forced = client.get(address, {"gig": gig.slug, "kind": "milestones"}).content.decode()
    assert "Choose an order type" in forced
    refused = client.post(address, typed(gig, 2, "preview"))
    assert refused.status_code == 409
    assert "Step 1" in refused.content.decode()
    assert not Offer.objects.exists()


def test_rows_are_added_moved_and_removed_with_everything_typed_kept(
    client: Client, address: str, gig: Gig
) -> None:
    odd = {"rows-0-amount": "1e5", "rows-1-days": "soon", "rows-1-zoom": "on"}
    odd |= {"draft": str(uuid.uuid4()), "window": uuid.uuid4().hex}
    added = client.post(address, typed(gig, 2, "add", **odd)).content.decode()
    assert 'name="rows" value="3"' in added
    assert values(added, "amount")[:2] == ["1e5", "200.50"]
    assert "All of it" in added
    moved = client.post(address, typed(gig, 3, "up-1", **odd)).content.decode()
    assert values(moved, "name") == ["Step 2", "Step 1", "Step 3"]
    assert values(moved, "days") == ["soon", "5", "5"]
    assert re.search(r'name="rows-0-zoom"[^>]*checked', moved)
    assert not re.search(r'name="rows-1-zoom"[^>]*checked', moved)
    down = client.post(address, typed(gig, 3, "down-0", **odd)).content.decode()
    assert values(down, "name") == ["Step 2", "Step 1", "Step 3"]
    removed = client.post(address, typed(gig, 3, "remove-1", **odd)).content.decode()
    assert values(removed, "name") == ["Step 1", "Step 3"]
    assert "“Step 2” was removed." in removed
    draft = Offer.objects.get()
    assert (str(draft.pk), draft.state, draft.is_unfinished) == (odd["draft"], "draft", True)
    assert [row["amount"] for row in draft.typed["rows"]] == ["1e5", "300.50"]


def test_a_removed_row_comes_back_where_it_was(client: Client, address: str, gig: Gig) -> None:
    removed = client.post(address, typed(gig, 3, "remove-1")).content.decode()
    undo = re.search(r'name="undo" value="([^"]+)"', removed)
    assert undo
    left = typed(gig, 3, "undo", undo=html.unescape(undo[1]))
    for field in ("name", "description", "amount", "days", "revisions"):
        left[f"rows-1-{field}"] = left.pop(f"rows-2-{field}")
    page = client.post(address, left | {"rows": "2"}).content.decode()
    assert values(page, "name") == ["Step 1", "Step 2", "Step 3"]
    assert values(page, "amount") == ["100.50", "200.50", "300.50"]


@pytest.mark.parametrize(
    "undo",
    ["", "x", "[]", "null", '{"at": 9, "row": {}}', '{"at": -1, "row": {}}', '{"rows": [1]}', '{"rows": 7}'],
)
def test_a_forged_undo_changes_nothing(client: Client, address: str, gig: Gig, undo: str) -> None:
    page = client.post(address, typed(gig, 2, "undo", undo=undo)).content.decode()
    assert values(page, "name") == ["Step 1", "Step 2"]
    assert not Offer.objects.exists()


def test_rows_are_read_in_the_order_they_were_dragged_to(client: Client, address: str, gig: Gig) -> None:
    desk = {"draft": str(uuid.uuid4()), "window": uuid.uuid4().hex}
    data: dict[str, Any] = typed(gig, 3, "order", **desk) | {"order": ["2", "0", "1"]}
    assert values(client.post(address, data).content.decode(), "name") == ["Step 3", "Step 1", "Step 2"]
    for order in (["0", "0", "1"], ["2", "1"], ["x", "1", "2"], ["0", "1", "9"]):
        page = client.post(address, data | {"order": order}).content.decode()
        assert values(page, "name") == ["Step 1", "Step 2", "Step 3"]
    answer = client.post(address, data | {"do": "preview"})
    draft = Offer.objects.get(pk=answer["Location"].split("/")[2])
    assert [row.name for row in draft.milestones.all()] == ["Step 3", "Step 1", "Step 2"]


@pytest.mark.parametrize("act", ["up-0", "down-2", "up-9", "remove-9", "nonsense", "add-x", ""])
def test_impossible_acts_change_nothing(client: Client, address: str, gig: Gig, act: str) -> None:
    page = client.post(address, typed(gig, 3, act)).content.decode()
    assert values(page, "name") == ["Step 1", "Step 2", "Step 3"]


def test_a_seventh_row_is_refused(client: Client, address: str, gig: Gig) -> None:
    assert "Add a milestone" not in client.post(address, typed(gig, 6, "nothing")).content.decode()
    answer = client.post(address, typed(gig, 6, "add"))
    assert answer.status_code == 422
    assert values(answer.content.decode(), "name") == [f"Step {n}" for n in range(1, 7)]
    answer = client.post(address, typed(gig, 7, "preview"))
    assert answer.status_code == 422
    assert "up to 6 milestones" in answer.content.decode()
    assert "Step 7" in answer.content.decode()
    assert not Offer.objects.exists()


def test_one_row_is_too_few(client: Client, address: str, gig: Gig) -> None:
    answer = client.post(address, typed(gig, 1, "preview"))
    assert answer.status_code == 422
    assert "at least 2 milestones" in answer.content.decode()


@pytest.mark.parametrize(
    "amount",
    [
        "-5",
        "0",
        "0.99",
        "100000.01",
        "1e5",
        "NaN",
        "١٠٠",
        "1_000",
        "",
        "12.345",
        "99999999999999",
        "Infinity",
    ],
)
def test_refuses_bad_amounts_beside_the_field(client: Client, address: str, gig: Gig, amount: str) -> None:
    answer = client.post(address, typed(gig, 2, "preview", **{"rows-1-amount": amount}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_rows-1-amount_error"' in page
    assert 'id="id_rows-0-amount_error"' not in page
    assert values(page, "amount") == ["100.50", amount]
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        *(("milestones", days) for days in ("31", "0", "٣", "1.5", "")),
        *(("single", days) for days in ("101", "0", "-1")),
    ],
)
def test_refuses_bad_days_beside_the_field(
    client: Client, address: str, gig: Gig, kind: str, days: str
) -> None:
    rows = 2 if kind == "milestones" else 1
    answer = client.post(address, typed(gig, rows, "preview", kind, **{"rows-0-days": days}))
    assert answer.status_code == 422
    assert 'id="id_rows-0-days_error"' in answer.content.decode()
    assert values(answer.content.decode(), "days")[0] == days
    assert not Offer.objects.exists()


def test_all_faults_are_said_at_once(client: Client, address: str, gig: Gig) -> None:
    faults = {"rows-0-amount": "x", "rows-1-days": "31", "rows-2-name": "", "expiry_days": "2"}
    page = client.post(address, typed(gig, 3, "preview", **faults)).content.decode()
    for field in ("rows-0-amount", "rows-1-days", "rows-2-name", "expiry_days"):
        assert f'id="id_{field}_error"' in page


def test_a_single_payment_takes_its_name_from_the_gig(client: Client, address: str, gig: Gig) -> None:
    data = typed(gig, 1, "preview", "single", **{"rows-0-days": "100", "rows-0-name": ""})
    assert client.post(address, data).status_code == 302
    row = Offer.objects.get().milestones.get()
    assert (row.name, row.days, row.amount_minor) == (gig.title, 100, 10_050)


def test_questions_are_left_out_without_the_tick(client: Client, address: str, gig: Gig) -> None:
    gig.questions.create(position=1, text="Your trade?", kind="text", required=True)
    desk = {"draft": str(uuid.uuid4()), "window": uuid.uuid4().hex}
    client.post(address, typed(gig, 2, "preview", **desk))
    assert Offer.objects.get().questions == []
    client.post(address, typed(gig, 2, "preview", with_questions="on", **desk))
    assert [question["text"] for question in Offer.objects.get().questions] == ["Your trade?"]


def test_a_draft_is_gone_on_with(client: Client, address: str, gig: Gig, buyer: User) -> None:
    client.post(address, typed(gig, 3, "preview"))
    assert "Continue your draft" in client.get(address).content.decode()
    draft = Offer.objects.get()
    page = client.get(address, {"draft": str(draft.pk)}).content.decode()
    assert values(page, "amount") == ["100.50", "200.50", "300.50"]
    client.post(address, typed(gig, 2, "preview", draft=str(draft.pk), version=str(draft.version)))
    assert (Offer.objects.get().pk, draft.milestones.count()) == (draft.pk, 2)
    client.force_login(buyer)
    assert client.get(f"/offers/{draft.pk}/").status_code == 404


def test_a_draft_changed_in_another_window_is_shown_fresh_and_not_sent(
    client: Client, address: str, gig: Gig
) -> None:
    client.post(address, typed(gig, 3, "preview"))
    draft = Offer.objects.get()
    client.post(address, typed(gig, 2, "preview", draft=str(draft.pk), version=str(draft.version)))
    answer = client.post(
        f"/offers/{draft.pk}/send/", {"command": str(uuid.uuid4()), "version": draft.version}
    )
    assert answer.status_code == 409
    assert "changed in another window" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_totals_are_computed_by_the_server(client: Client, address: str, gig: Gig) -> None:
    answer = client.post(address, typed(gig, 2, "keep"), headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<form" not in page
    assert "$301.00" in page
    assert "$240.80" in page
    assert "More than half of the money" in page


def test_only_own_active_gigs_are_offered(client: Client, address: str, gig: Gig, outsider: User) -> None:
    foreign = live_gig_with_milestones(outsider)
    assert client.get(address, {"gig": foreign.slug}).status_code == 404
    assert client.post(address, typed(foreign, 2, "preview")).status_code == 404
    Gig.objects.filter(pk=gig.pk).update(state="paused")
    assert "You need an active gig" in client.get(address).content.decode()
    assert client.get(address, {"gig": gig.slug}).status_code == 404


@pytest.mark.parametrize("rows", ["-1", "x", "", "99999", "٣"])
def test_a_bent_row_count_is_no_fault_of_the_server(
    client: Client, address: str, gig: Gig, rows: str
) -> None:
    answer: Any = client.post(address, typed(gig, 2, "preview") | {"rows": rows})
    assert answer.status_code == 422
    assert not Offer.objects.exists()
