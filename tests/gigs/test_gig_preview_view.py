"""The gig beside the form: saved state under what is typed, escaped, and nothing stored."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import Gig
from tests.factories.gigs import live_gig_with_milestones, made_gig

pytestmark = pytest.mark.django_db
ATTACK = "<img src=x onerror=alert(1)>"


@pytest.fixture
def gig(client: Client, seller: User) -> Gig:
    client.force_login(seller)
    return live_gig_with_milestones(seller)


def preview(client: Client, gig: Gig, tab: str = "overview", **typed: Any) -> str:
    answer = client.post(
        f"/selling/gigs/{gig.slug}/preview/?tab={tab}", typed, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "<!doctype" not in html
    return html


def card(gig: Gig, key: str = "new", **more: Any) -> dict[str, Any]:
    packages = list(gig.packages.values_list("pk", flat=True))
    return {"open_milestone": key, "milestone-name": "Typed step", "milestone-packages": packages, **more}


def test_shows_what_is_saved_when_nothing_is_typed(client: Client, gig: Gig) -> None:
    html = preview(client, gig)
    assert gig.title in html
    assert "Basic: 3 milestones" in html
    assert html.count("$60.00") == 3


def test_typed_words_lie_over_the_saved_ones_and_are_not_stored(client: Client, gig: Gig) -> None:
    html = preview(client, gig, title="write a better plan", tags="Plan, plan, bank")
    assert "I will write a better plan" in html
    assert html.count('class="tag"') == 2
    text = preview(client, gig, "description", description="**Bold** words")
    assert "<strong>Bold</strong> words" in text
    held = Gig.objects.get(pk=gig.pk)
    assert (held.title, held.version, held.content_version) == (gig.title, gig.version, gig.content_version)


def test_a_typed_price_is_split_evenly_and_a_low_one_hides_the_milestones(client: Client, gig: Gig) -> None:
    typed = {"basic-price": "300", "basic-days": "9", "basic-revisions": "unlimited", "basic-name": "Small"}
    html = preview(client, gig, "pricing", **typed)
    assert "Unlimited revisions" in html
    assert html.count("$100.00") == 3
    assert "Standard" not in html
    low = preview(client, gig, "pricing", **{**typed, "basic-price": "100.00"})
    assert "Customers do not see your milestones." in low
    nonsense = preview(client, gig, "pricing", **{**typed, "basic-price": "1e5", "basic-days": "-3"})
    assert "$180.00" in nonsense


def test_an_open_card_is_shown_among_the_milestones(client: Client, gig: Gig) -> None:
    html = preview(client, gig, "description", **card(gig, **{"milestone-zoom": "on"}))
    assert "Basic: 4 milestones" in html
    assert html.count("$45.00") == 4
    assert "Zoom call" in html
    first = gig.milestones.get(position=1)
    edited = preview(client, gig, "description", **card(gig, str(first.pk)))
    assert "Typed step" in edited
    assert first.name not in edited
    assert "Basic: 3 milestones" in edited
    standard = gig.packages.get(tier="standard")
    moved = card(gig, str(first.pk)) | {"milestone-packages": [standard.pk]}
    assert "Basic: 2 milestones" in preview(client, gig, "description", **moved)
    assert gig.milestones.count() == 3


def test_open_cards_of_faq_and_questions_are_shown(client: Client, gig: Gig) -> None:
    faq = {"open_faq": "new", "faq-question": "How long?", "faq-answer": "A week."}
    html = preview(client, gig, "description", **faq)
    assert "How long?" in html
    assert "A week." in html
    ask = {"open_question": "new", "question-text": "Which size?", "question-kind": "choice"}
    html = preview(client, gig, "requirements", **ask, **{"question-choices": "Small\n\nLarge\nSmall"})
    assert html.count("Small") == 1
    assert "Large" in html
    assert "(optional)" in html
    assert not gig.questions.exists()


def test_everything_typed_is_escaped(client: Client, gig: Gig) -> None:
    typed: dict[str, Any] = {
        "title": ATTACK,
        "tags": ATTACK,
        "description": ATTACK,
        "faq-question": ATTACK,
        "faq-answer": ATTACK,
        "question-text": ATTACK,
        "question-kind": "choice",
        "question-choices": ATTACK,
        "basic-price": ATTACK,
        "basic-name": ATTACK,
        "basic-description": ATTACK,
        **card(gig),
        "milestone-name": ATTACK,
        "milestone-description": ATTACK,
    }
    for tab in ("overview", "pricing", "description", "requirements", "gallery", ATTACK):
        assert "<img src=x" not in preview(client, gig, tab, **typed)


def test_nonsense_is_left_out(client: Client, gig: Gig) -> None:
    for text in ("\x00", "٣", "9" * 400, "-1", "\u202e", "x" * 9_000):
        typed = dict.fromkeys(("title", "tags", "subcategory", "basic-price", "basic-days"), text)
        preview(
            client,
            gig,
            **typed,
            **{"milestone-name": text, "open_milestone": text, "milestone-packages": text},
        )
        preview(client, gig, "requirements", **{"question-text": text, "question-kind": text})


def test_another_trade_without_milestones_says_why_they_go(client: Client, gig: Gig) -> None:
    other = made_gig(seller=gig.seller, trade="logo-design")
    html = preview(client, gig, subcategory=str(other.subcategory_id))
    assert other.subcategory.name in html
    assert "Customers do not see your milestones." in html


def test_a_gig_that_is_being_begun_has_one_too(client: Client, gig: Gig) -> None:
    answer = client.post(
        "/selling/gigs/new/preview/?tab=overview", {"title": "I will dance", "subcategory": "x"}
    )
    assert "I will dance" in answer.content.decode()
    assert Gig.objects.count() == 1


def test_the_editor_has_it_where_customers_see_a_change(client: Client, gig: Gig) -> None:
    for tab in ("overview", "pricing", "description", "requirements", "gallery"):
        html = client.get(f"/selling/gigs/{gig.slug}/{tab}/").content.decode()
        assert f'data-preview="/selling/gigs/{gig.slug}/preview/?tab={tab}"' in html
    assert "data-preview=" not in client.get(f"/selling/gigs/{gig.slug}/publish/").content.decode()
