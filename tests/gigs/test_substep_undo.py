"""A removed substep comes back where it was; a card that is closed gives the focus back."""

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import FaqEntry, Gig, Milestone, Substep
from tests.factories.gigs import live_gig_with_milestones

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def shop(client: Client, seller: User) -> Client:
    client.force_login(seller)
    return client


@pytest.fixture
def gig(seller: User) -> Gig:
    return live_gig_with_milestones(seller, milestones=2)


@pytest.fixture
def milestone(gig: Gig) -> Milestone:
    """With three substeps, the middle one in a single package."""
    milestone = gig.milestones.get(position=1)
    milestone.substeps.all().delete()
    for position, name in enumerate(("Talk", "Draft", "Colours"), start=1):
        step = Substep.objects.create(milestone=milestone, position=position, name=name)
        step.packages.set(
            milestone.shares.values_list("package_id", flat=True)[: 1 if name == "Draft" else 9]
        )
    return milestone


def _address(gig: Gig, rest: str = "") -> str:
    return f"/selling/gigs/{gig.slug}/description/{rest}"


def _names(milestone: Milestone) -> list[str]:
    return list(milestone.substeps.order_by("position").values_list("name", flat=True))


def _removed(shop: Client, milestone: Milestone, **headers: str) -> str:
    """Remove the one in the middle; the token that the answer offers."""
    milestone.refresh_from_db()
    step = milestone.substeps.get(name="Draft")
    path = f"milestones/{milestone.pk}/substeps/{step.pk}/remove/?version={milestone.version}"
    answer = shop.post(_address(milestone.gig, path), headers=headers)
    html = (answer if headers else shop.get(answer["Location"])).content.decode()
    assert "“Draft” is removed." in html
    return html.split('name="undo_substep" value="')[1].split('"')[0]


def test_comes_back_at_its_place_with_its_packages(shop: Client, gig: Gig, milestone: Milestone) -> None:
    before = set(milestone.substeps.get(name="Draft").packages.all())
    token = _removed(shop, milestone, **HTMX)
    assert _names(milestone) == ["Talk", "Colours"]
    gig.refresh_from_db()
    form = {"undo_substep": token, "version": gig.version}
    answer = shop.post(_address(gig, "milestones/substeps/restore/"), form, headers=HTMX)
    assert answer.status_code == 200
    assert _names(milestone) == ["Talk", "Draft", "Colours"]
    assert set(milestone.substeps.get(name="Draft").packages.all()) == before


def test_the_undo_survives_the_way_without_javascript(shop: Client, gig: Gig, milestone: Milestone) -> None:
    token = _removed(shop, milestone)
    gig.refresh_from_db()
    form = {"undo_substep": token, "version": gig.version}
    assert shop.post(_address(gig, "milestones/substeps/restore/"), form).status_code == 302
    assert _names(milestone) == ["Talk", "Draft", "Colours"]


def test_is_refused_once_the_gig_has_moved_on_and_for_another_gig(
    shop: Client, gig: Gig, milestone: Milestone, seller: User
) -> None:
    token = _removed(shop, milestone, **HTMX)
    gig.refresh_from_db()
    path, form = "milestones/substeps/restore/", {"undo_substep": token, "version": gig.version}
    other = live_gig_with_milestones(seller, milestones=2)
    assert shop.post(_address(other, path), {**form, "version": other.version}).status_code == 404
    assert (
        shop.post(_address(gig, path), {**form, "version": gig.version - 1}, headers=HTMX).status_code == 409
    )
    assert shop.post(_address(gig, path), {**form, "undo_substep": "forged"}).status_code == 404
    assert _names(milestone) == ["Talk", "Colours"]


def test_cancelling_a_question_goes_back_to_where_it_was_opened(shop: Client, gig: Gig) -> None:
    entry = FaqEntry.objects.create(gig=gig, position=1, question="How?", answer="So.")
    html = shop.get(_address(gig, "faq/"), {"closed": entry.pk}, headers=HTMX).content.decode()
    assert (
        f'id="faq-{entry.pk}" data-move="{_address(gig, f"faq/{entry.pk}/move/up/")}" tabindex="-1" data-focus'
        in html
    )
    html = shop.get(_address(gig, "faq/"), {"closed": "new"}, headers=HTMX).content.decode()
    assert 'data-focus="stay">' in html.split("Add a question")[0].rsplit("<button", 1)[1]
