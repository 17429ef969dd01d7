"""The gig editor refuses what it cannot take beside what was typed, and stores nothing of it."""

import itertools
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import Gig, Milestone, Question, Substep
from tests.bad_input.garbage import NOT_AMOUNTS, NOT_DAYS, NOT_VERSIONS
from tests.bad_input.pages import form_at, rows, shows
from tests.factories.gigs import live_gig_with_milestones

pytestmark = pytest.mark.django_db


def tab(gig: Gig, rest: str) -> str:
    return f"/selling/gigs/{gig.slug}/{rest}"


def packages_of(gig: Gig) -> list[dict[str, Any]]:
    return [dict(row) for row in gig.packages.order_by("pk").values()]


def refused(client: Client, address: str, data: dict[str, Any], *, typed: str = "", status: int = 422) -> Any:
    """The form comes back with its words and what was typed; the tables hold what they held."""
    held = rows()
    answer = client.post(address, data)
    assert answer.status_code == status, (address, typed[:60])
    assert shows(answer, typed), typed[:60]
    assert rows() == held
    return answer


def test_a_price_that_is_none_is_refused(selling: Client, gig: Gig) -> None:
    address, held = tab(gig, "pricing/"), packages_of(gig)
    data = form_at(selling, address) | {"basic-name": "Kept"}
    for typed, tier in zip(NOT_AMOUNTS, itertools.cycle(("basic", "premium")), strict=False):
        assert shows(refused(selling, address, data | {f"{tier}-price": typed}, typed=typed), "Kept")
    assert packages_of(gig) == held


def test_days_that_are_none_are_refused_and_so_is_the_101st(selling: Client, gig: Gig) -> None:
    address, held = tab(gig, "pricing/"), packages_of(gig)
    data = form_at(selling, address)
    for typed in (*NOT_DAYS, "101"):
        refused(selling, address, data | {"basic-days": typed}, typed=typed)
    assert packages_of(gig) == held
    assert selling.post(address, data | {"basic-days": "100"}).status_code == 302


def test_forged_revisions_are_refused(selling: Client, gig: Gig) -> None:
    address = tab(gig, "pricing/")
    for typed in ("21", "-1", "1.5", "٣", "none", "\x00"):
        refused(selling, address, form_at(selling, address) | {"basic-revisions": typed})


def test_a_page_whose_version_cannot_be_read_saves_nothing(selling: Client, gig: Gig) -> None:
    address, held = tab(gig, "pricing/"), packages_of(gig)
    data = form_at(selling, address)
    for version in ("", *NOT_VERSIONS):
        refused(
            selling, address, data | {"version": version, "basic-price": "777.00"}, typed="777.00", status=409
        )
    assert packages_of(gig) == held


def milestone(gig: Gig, **more: Any) -> dict[str, Any]:
    gig.refresh_from_db()
    return {
        "open_milestone": "new",
        "milestone-name": "One more",
        "milestone-description": "Typed text",
        "milestone-version": str(gig.version),
        "milestone-packages": [str(pk) for pk in gig.packages.values_list("pk", flat=True)],
        "description": gig.description,
        "content_version": str(gig.content_version),
        **more,
    }


def test_a_sixth_milestone_is_refused(selling: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller, 5)
    answer = refused(
        selling, tab(gig, "description/milestones/new/"), milestone(gig), typed="One more", status=409
    )
    assert shows(answer, "5 milestones")
    assert gig.milestones.count() == 5


def test_a_milestone_of_no_package_of_this_gig_is_refused(selling: Client, gig: Gig, seller: User) -> None:
    other = live_gig_with_milestones(seller)
    foreign = [str(other.packages.values_list("pk", flat=True)[0])]
    for chosen in ([], ["0"], ["x"], ["\x00"], [str(2**64)], ["-1"], foreign):
        data = milestone(gig, **{"milestone-packages": chosen})
        refused(selling, tab(gig, "description/milestones/new/"), data, typed="One more")


def test_a_stale_card_comes_back_beside_the_fresh_one(selling: Client, gig: Gig) -> None:
    card = gig.milestones.order_by("position")[0]
    stale = milestone(gig, **{"open_milestone": str(card.pk), "milestone-version": str(card.version)})
    address = tab(gig, f"description/milestones/{card.pk}/")
    assert selling.post(address, stale | {"milestone-name": "Theirs"}).status_code == 302
    answer = refused(selling, address, stale, typed="One more", status=409)
    assert shows(answer, "Theirs")
    assert Milestone.objects.get(pk=card.pk).name == "Theirs"


def test_the_same_new_card_twice_is_one_milestone(selling: Client, gig: Gig) -> None:
    data = milestone(gig)
    answers = [selling.post(tab(gig, "description/milestones/new/"), data).status_code for _ in range(2)]
    assert answers == [302, 409]
    assert gig.milestones.count() == 3


def substep(gig: Gig, card: Milestone, **more: Any) -> dict[str, Any]:
    gig.refresh_from_db()
    card.refresh_from_db()
    return {
        "open_substep": f"{card.pk}-new",
        "substep-name": "A small step",
        "substep-version": str(card.version),
        "substep-packages": [str(pk) for pk in card.packages.values_list("pk", flat=True)],
        "description": gig.description,
        "content_version": str(gig.content_version),
        **more,
    }


def test_an_eleventh_substep_is_refused(selling: Client, gig: Gig) -> None:
    card = gig.milestones.order_by("position")[0]
    address = tab(gig, f"description/milestones/{card.pk}/substeps/new/")
    for _ in range(10):
        assert selling.post(address, substep(gig, card)).status_code == 302
    answer = refused(selling, address, substep(gig, card), typed="A small step", status=409)
    assert shows(answer, "at most 10 substeps")
    assert card.substeps.count() == 10


def test_a_substep_stays_within_the_packages_of_its_milestone(selling: Client, gig: Gig) -> None:
    card = gig.milestones.order_by("position")[0]
    basic, premium = gig.packages.get(tier="basic"), gig.packages.get(tier="premium")
    data = milestone(gig, **{"open_milestone": str(card.pk), "milestone-version": str(card.version)})
    data["milestone-packages"] = [str(basic.pk)]
    assert selling.post(tab(gig, f"description/milestones/{card.pk}/"), data).status_code == 302
    address = tab(gig, f"description/milestones/{card.pk}/substeps/new/")
    for chosen in ([str(premium.pk)], [str(basic.pk), str(premium.pk)], [], ["x"], [str(2**64)]):
        refused(selling, address, substep(gig, card, **{"substep-packages": chosen}), typed="A small step")
    assert not Substep.objects.exists()


def question(gig: Gig, **more: Any) -> dict[str, Any]:
    gig.refresh_from_db()
    return {
        "open_question": "new",
        "question-text": "For whom is it?",
        "question-kind": "text",
        "question-choices": "",
        "content_version": str(gig.content_version),
        **more,
    }


BAD_QUESTIONS: list[dict[str, str]] = [
    {"question-text": ""},
    {"question-text": "y" * 301},
    {"question-kind": "essay"},
    {"question-kind": ""},
    {"question-kind": "choice", "question-choices": "Only one"},
    {"question-kind": "choice", "question-choices": "\n".join(map(str, range(11)))},
    {"question-kind": "choice", "question-choices": "z" * 81 + "\nb"},
]


def test_a_bad_question_is_refused(selling: Client, gig: Gig) -> None:
    for changes in BAD_QUESTIONS:
        data = question(gig) | changes
        refused(selling, tab(gig, "requirements/questions/new/"), data, typed=data["question-text"])


def test_an_eleventh_question_is_refused(selling: Client, gig: Gig) -> None:
    address = tab(gig, "requirements/questions/new/")
    for _ in range(10):
        assert selling.post(address, question(gig)).status_code == 302
    refused(selling, address, question(gig), typed="For whom is it?", status=409)
    assert Question.objects.filter(gig=gig).count() == 10


LONG = [
    ("overview/", "title", "I will " + "x" * 74),
    ("overview/", "tags", "a,b,c,d,e,f"),
    ("overview/", "tags", "t" * 31),
    ("overview/", "tags", "t" * 201),
    ("overview/", "subcategory", "999999999"),
    ("overview/", "subcategory", "x"),
    ("pricing/", "basic-name", "n" * 41),
    ("pricing/", "basic-description", "d" * 201),
    ("description/", "description", "d" * 1_201),
    ("description/", "description", ""),
]


def test_a_text_beyond_its_limit_is_refused(selling: Client, gig: Gig) -> None:
    before = Gig.objects.filter(pk=gig.pk).values().get()
    for rest, name, typed in LONG:
        address = tab(gig, rest)
        shown = "" if name == "subcategory" else typed
        refused(selling, address, form_at(selling, address) | {name: typed}, typed=shown)
    assert Gig.objects.filter(pk=gig.pk).values().get() == before


OF_A_GIG: list[tuple[str, dict[str, str]]] = [
    ("description/milestones/{}/", {"open_milestone": "{}"}),
    ("description/milestones/{}/remove/", {}),
    ("description/milestones/{}/move/up/", {}),
    ("description/milestones/{}/substeps/new/", {"open_substep": "{}-new"}),
    ("description/faq/{}/remove/", {}),
    ("requirements/questions/{}/remove/", {}),
    ("gallery/images/{}/remove/", {}),
]


def test_an_id_of_another_gig_is_not_found(selling: Client, gig: Gig, outsider: User) -> None:
    theirs = live_gig_with_milestones(outsider)
    foreign = theirs.milestones.order_by("position")[0].pk
    held = rows()
    for (rest, data), key in itertools.product(OF_A_GIG, (foreign, 0, 2**63, 10**30)):
        typed = milestone(gig) | substep(gig, gig.milestones.first() or Milestone(), open_milestone="")
        del typed["open_milestone"], typed["open_substep"]
        filled = {name: value.format(key) for name, value in data.items()}
        answer = selling.post(tab(gig, rest.format(key)), typed | filled | {"version": str(gig.version)})
        assert answer.status_code in {404, 409}, (rest, key)
        assert rows() == held
    assert Milestone.objects.filter(gig=theirs).count() == 3
