"""Every state with every action and role, from the table."""

import uuid

import pytest
from django.db import transaction

from accounts.models import User
from config.shared import clock
from config.shared.commands import Click
from config.shared.errors import Forbidden, Stale
from gigs.models import Gig, GigDecision
from gigs.operations import NotReady, allow_gig, deny_gig, pause_gig, publish_gig, resume_gig
from gigs.states import OWNER, STAFF, TRANSITIONS, GigAction, GigState
from gigs.transitions import NotPossible, move
from tests.factories.gigs import click_of, live_gig_with_milestones, made_gig, with_milestones

pytestmark = pytest.mark.django_db


def gig_in(seller: User, staff: User, state: GigState) -> Gig:
    gig = made_gig(seller=seller, live=state != GigState.DRAFT)
    if state == GigState.PAUSED:
        gig = pause_gig(gig_id=gig.pk, click=click_of(gig))
    if state == GigState.DENIED:
        gig = deny_gig(gig_id=gig.pk, actor_id=staff.pk, reason="Not allowed here.", at=clock.now())
    return gig


@pytest.mark.parametrize("role", [OWNER, STAFF])
@pytest.mark.parametrize("action", list(GigAction))
@pytest.mark.parametrize("state", list(GigState))
def test_follows_the_table(seller: User, staff: User, state: GigState, action: GigAction, role: str) -> None:
    gig = gig_in(seller, staff, state)
    before = gig.version
    step = TRANSITIONS.get((state, action))
    if step is not None and step.role == role:
        with transaction.atomic():
            move(gig, action, role=role, at=clock.now(), reason="Because.")
        gig.refresh_from_db()
        assert (gig.state, gig.version) == (step.target, before + 1)
        return
    with pytest.raises(Forbidden if step else NotPossible), transaction.atomic():
        move(gig, action, role=role, at=clock.now(), reason="Because.")
    gig.refresh_from_db()
    assert (gig.state, gig.version) == (state, before)


def test_publishing_names_what_is_missing(seller: User) -> None:
    gig = made_gig(seller=seller, packages=[], description="")
    with pytest.raises(NotReady) as refusal:
        publish_gig(gig_id=gig.pk, click=click_of(gig))
    assert [item.tab for item in refusal.value.missing] == ["pricing", "description"]


def test_a_single_milestone_is_not_enough_to_publish(seller: User) -> None:
    gig = with_milestones(made_gig(seller=seller), 1)
    with pytest.raises(NotReady):
        publish_gig(gig_id=gig.pk, click=click_of(gig))


def test_a_suspended_member_cannot_publish(seller: User) -> None:
    gig = made_gig(seller=seller)
    User.objects.filter(pk=seller.pk).update(suspended_at=clock.now())
    with pytest.raises(Forbidden):
        publish_gig(gig_id=gig.pk, click=click_of(gig))


def test_the_same_click_twice_publishes_once(seller: User) -> None:
    gig = made_gig(seller=seller)
    click = click_of(gig)
    first = publish_gig(gig_id=gig.pk, click=click)
    again = publish_gig(gig_id=gig.pk, click=click)
    assert (again.state, again.version) == (GigState.ACTIVE, first.version)


def test_a_click_on_an_old_page_is_refused(seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    click = Click(actor_id=seller.pk, key=uuid.uuid4(), version=1, at=clock.now())
    with pytest.raises(Stale):
        pause_gig(gig_id=gig.pk, click=click)


def test_a_decision_of_staff_leaves_a_row_with_its_reason(seller: User, staff: User) -> None:
    gig = made_gig(seller=seller, live=True)
    deny_gig(gig_id=gig.pk, actor_id=staff.pk, reason="Copied text.", at=clock.now())
    allowed = allow_gig(gig_id=gig.pk, actor_id=staff.pk, reason="Mended.", at=clock.now())
    assert (allowed.state, allowed.denied_reason) == (GigState.PAUSED, "")
    assert set(GigDecision.objects.values_list("action", "reason")) == {
        ("deny", "Copied text."),
        ("allow", "Mended."),
    }
    assert resume_gig(gig_id=gig.pk, click=click_of(allowed)).state == GigState.ACTIVE
