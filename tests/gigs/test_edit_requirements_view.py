"""Questions to the buyer: added, edited, moved, removed and brought back in place."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import Gig
from tests.factories.gigs import made_gig

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def gig(client: Client, seller: User) -> Gig:
    client.force_login(seller)
    return made_gig(seller=seller)


def post(
    client: Client, gig: Gig, rest: str, data: dict[str, Any] | None = None, *, htmx: bool = True
) -> Any:
    gig.refresh_from_db()
    address = f"/selling/gigs/{gig.slug}/requirements/{rest}"
    sent = {"content_version": gig.content_version, **(data or {})}
    return client.post(address, sent, headers=HTMX if htmx else {})


def ask(client: Client, gig: Gig, text: str, **more: str) -> Any:
    data = {"open_question": "new", "question-text": text, "question-kind": "text", **more}
    return post(client, gig, "questions/new/", data)


def texts(gig: Gig) -> list[str]:
    return list(gig.questions.values_list("text", flat=True))


def test_a_question_with_choices_is_stored_line_by_line(client: Client, gig: Gig) -> None:
    more = {
        "question-kind": "choice",
        "question-choices": "Small \n\nLarge\nSmall",
        "question-required": "on",
    }
    assert ask(client, gig, "Which size?", **more).status_code == 200
    question = gig.questions.get()
    assert (question.choices, question.required) == (["Small", "Large"], True)


def test_a_move_says_where_it_went_and_keeps_the_focus(client: Client, gig: Gig) -> None:
    for text in ("One", "Two", "Three"):
        ask(client, gig, text)
    three = gig.questions.get(position=3)
    html = post(client, gig, f"questions/{three.pk}/move/up/").content.decode()
    assert 'data-announce="Moved “Three” to place 2 of 3."' in html
    assert html.count("data-focus") == 1
    assert (
        f'questions/{three.pk}/move/up/" data-hx-target="#questions" data-hx-swap="outerHTML" data-focus="stay"'
        in html
    )
    html = post(client, gig, f"questions/{three.pk}/move/1/").content.decode()
    assert texts(gig) == ["Three", "One", "Two"]
    assert html.count("data-focus") == 1
    assert "to place 1 of 3." in html
    assert post(client, gig, f"questions/{three.pk}/move/99/").status_code == 200
    assert texts(gig) == ["One", "Two", "Three"]


def test_a_removal_is_undone_at_its_place_once(client: Client, gig: Gig) -> None:
    for text in ("One", "Two"):
        ask(client, gig, text, **{"question-kind": "choice", "question-choices": "a\nb"})
    one = gig.questions.get(position=1)
    html = post(client, gig, f"questions/{one.pk}/remove/").content.decode()
    assert "“One” is removed." in html
    token = html.split('name="undo_question" value="')[1].split('"')[0]
    assert post(client, gig, "questions/restore/", {"undo_question": token}).status_code == 200
    assert texts(gig) == ["One", "Two"]
    assert gig.questions.get(position=1).choices == ["a", "b"]
    stale = {"undo_question": token, "content_version": gig.content_version}
    assert post(client, gig, "questions/restore/", stale).status_code == 409
    assert texts(gig) == ["One", "Two"]


def test_the_same_removal_twice_takes_one(client: Client, gig: Gig) -> None:
    for text in ("One", "Two"):
        ask(client, gig, text)
    one = gig.questions.get(position=1)
    gig.refresh_from_db()
    version = gig.content_version
    answers = [
        post(client, gig, f"questions/{one.pk}/remove/", {"content_version": version}).status_code
        for _ in range(2)
    ]
    assert answers == [200, 409]
    assert texts(gig) == ["Two"]


def test_an_undo_of_another_gig_or_kind_is_not_there(client: Client, gig: Gig) -> None:
    other = made_gig(seller=gig.seller)
    ask(client, other, "One")
    html = post(client, other, f"questions/{other.questions.get().pk}/remove/").content.decode()
    token = html.split('name="undo_question" value="')[1].split('"')[0]
    assert post(client, gig, "questions/restore/", {"undo_question": token}).status_code == 404
    faq = client.post(f"/selling/gigs/{other.slug}/description/faq/restore/", {"undo_faq": token})
    assert faq.status_code == 404


def test_without_javascript_the_next_page_offers_the_undo_once(client: Client, gig: Gig) -> None:
    ask(client, gig, "One")
    answer = post(client, gig, f"questions/{gig.questions.get().pk}/remove/", htmx=False)
    assert answer["Location"].endswith("/requirements/#questions")
    page = f"/selling/gigs/{gig.slug}/requirements/"
    assert "“One” is removed." in client.get(page).content.decode()
    assert "is removed." not in client.get(page).content.decode()


def test_a_stale_card_shows_the_stored_one_beside_what_was_typed(client: Client, gig: Gig) -> None:
    ask(client, gig, "One")
    question = gig.questions.get()
    data = {"open_question": str(question.pk), "question-text": "Mine", "question-kind": "text"}
    address = f"questions/{question.pk}/"
    version = gig.content_version
    post(client, gig, address, data | {"question-text": "Theirs"})
    answer = post(client, gig, address, data | {"content_version": version})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "As it stands now: Theirs" in html
    assert 'value="Mine"' in html
    assert texts(gig) == ["Theirs"]
