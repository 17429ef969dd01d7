"""Workflow templates through their operations, and the platform's own as they are seeded."""

from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from config.shared.errors import Invalid, Stale
from gigs.eligibility import gig_milestones
from gigs.models import Gig, Milestone, Subcategory, TemplateMilestone, WorkflowTemplate
from gigs.operations import (
    HasMilestones,
    LimitReached,
    NotEligible,
    NothingToKeep,
    add_substep,
    delete_template,
    rename_template,
    save_template,
    use_template,
)
from gigs.operations.removals import NothingToRemove, remove_all_milestones
from gigs.queries import templates_for, terms_for_checkout, workbench
from tests.factories.gigs import live_gig_with_milestones, made_gig, with_milestones

pytestmark = pytest.mark.django_db
FIVE = (
    "3d-product-animation",
    "business-plans",
    "producers-composers",
    "desktop-applications",
    "social-media-marketing",
)


def platform(trade: str = "business-plans") -> WorkflowTemplate:
    return WorkflowTemplate.objects.filter(subcategory__slug=trade).order_by("order")[0]


def use(gig: Gig, template_id: int, **more: Any) -> Any:
    ids = {"gig_id": gig.pk, "owner_id": gig.seller_id, "version": gig.version} | more
    return use_template(**ids, template_id=template_id)


def keep(gig: Gig, name: str = "My way") -> WorkflowTemplate:
    return save_template(gig_id=gig.pk, owner_id=gig.seller_id, name=name)


@pytest.mark.parametrize("trade", FIVE)
def test_every_trade_of_the_article_has_templates_of_three_to_five_milestones(trade: str) -> None:
    templates = WorkflowTemplate.objects.filter(subcategory__slug=trade, owner=None, active=True)
    assert len(templates) >= 2
    for template in templates:
        milestones = list(template.milestones.all())
        assert 3 <= len(milestones) <= 5
        assert [row.position for row in milestones] == list(range(1, len(milestones) + 1))
        for row in milestones:
            row.full_clean()
            assert 40 < len(row.description) <= 500
            assert 2 <= len(row.substeps) <= 4
    assert any(row.zoom for template in templates for row in template.milestones.all())


def test_the_five_trades_are_the_ones_that_may_carry_milestones() -> None:
    held = Subcategory.objects.filter(gig_milestones=True).values_list("slug", flat=True)
    assert sorted(held) == sorted(FIVE)


def test_a_template_is_copied_for_every_package_split_evenly(seller: User) -> None:
    gig, template = made_gig(seller=seller, live=True), platform()
    used = use(gig, template.pk)
    assert (used.name, used.count) == (template.name, 5)
    package = terms_for_checkout(gig.pk).packages[2]
    steps = list(template.milestones.all())
    assert [step.name for step in package.steps] == [step.name for step in steps]
    assert [step.zoom for step in package.steps] == [step.zoom for step in steps]
    assert [list(step.substeps) for step in package.steps] == [step.substeps for step in steps]
    assert [step.amount_minor for step in package.steps] == [144_00] * 5
    assert all(
        card.package_ids == frozenset(gig.packages.values_list("pk", flat=True)) for card in cards(gig)
    )
    assert all(entry.can_pay_per_milestone for entry in terms_for_checkout(gig.pk).packages)
    gig.refresh_from_db()
    assert (gig.milestone_count, gig.version) == (5, used.gig.version)


def cards(gig: Gig) -> Any:
    return workbench(gig).cards


def test_a_template_changes_no_gig_afterwards(seller: User) -> None:
    gig, template = made_gig(seller=seller), platform()
    use(gig, template.pk)
    names = [card.name for card in cards(gig)]
    template.milestones.all().delete()
    template.delete()
    assert [card.name for card in cards(gig)] == names


def test_a_gig_with_milestones_is_refused_and_keeps_them(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    with pytest.raises(HasMilestones):
        use(gig, platform().pk)
    assert gig.milestones.count() == 2


def test_a_second_tab_that_uses_a_template_is_refused(seller: User) -> None:
    gig = made_gig(seller=seller)
    use(gig, platform().pk)
    with pytest.raises(HasMilestones):
        use(gig, platform().pk)
    assert gig.milestones.count() == 5


def test_a_gig_that_is_not_eligible_is_refused(seller: User) -> None:
    gig = made_gig(seller=seller, packages=[(100_00, 12, 1)])
    assert not gig_milestones(gig).ok
    with pytest.raises(NotEligible):
        use(gig, platform().pk)
    assert not gig.milestones.exists()


def test_only_own_and_offered_templates_can_be_used(seller: User, outsider: User) -> None:
    gig = made_gig(seller=seller)
    foreign = keep(live_gig_with_milestones(outsider))
    for pk in (foreign.pk, platform("desktop-applications").pk):
        with pytest.raises(WorkflowTemplate.DoesNotExist):
            use(gig, pk)
    WorkflowTemplate.objects.filter(pk=platform().pk).update(active=False)
    for pk in (platform().pk, 987_654):
        with pytest.raises(Stale):
            use(gig, pk)
    with pytest.raises(Stale):
        use(gig, platform().pk, version=gig.version - 1)
    with pytest.raises(Gig.DoesNotExist):
        use(gig, platform().pk, owner_id=outsider.pk)
    assert not Milestone.objects.filter(gig=gig).exists()


def test_lists_the_trades_active_ones_and_then_own_ones(seller: User, outsider: User) -> None:
    gig = made_gig(seller=seller)
    keep(live_gig_with_milestones(outsider), "Not yours")
    keep(live_gig_with_milestones(seller), "Older")
    keep(live_gig_with_milestones(seller), "Newer")
    hidden = platform()
    WorkflowTemplate.objects.filter(pk=hidden.pk).update(active=False)
    found = templates_for(gig, workbench(gig))
    assert [card.name for card in found] == [
        "Investor plan and pitch deck",
        "Lean plan for a start",
        "Newer",
        "Older",
    ]
    assert [card.own for card in found] == [False, False, True, True]
    assert [post.price for post in found[3].posts] == ["$60.00"] * 3
    assert found[1].count_words == "3 milestones, 1 Zoom call"


def test_an_own_template_keeps_words_and_substeps_for_any_gig(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=2)
    first = gig.milestones.get(position=1)
    add_substep(
        gig_id=gig.pk,
        owner_id=seller.pk,
        milestone_id=first.pk,
        version=1,
        name="A part",
        package_ids=frozenset(gig.packages.values_list("pk", flat=True)),
    )
    template = keep(gig)
    other = made_gig(seller=seller, trade="social-media-marketing", packages=[(101_00, 7, 1)])
    use(other, template.pk)
    steps = terms_for_checkout(other.pk).packages[0].steps
    assert [(step.name, step.amount_minor, step.days, step.substeps) for step in steps] == [
        ("Research", 50_50, 3, ("A part",)),
        ("Outline", 50_50, 4, ()),
    ]


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_refuses_a_template_without_a_proper_name(seller: User, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        keep(live_gig_with_milestones(seller), name)
    assert refusal.value.field == "name"
    assert not WorkflowTemplate.objects.filter(owner=seller).exists()


def test_refuses_a_name_twice_but_not_of_two_people(seller: User, outsider: User) -> None:
    gig = live_gig_with_milestones(seller)
    keep(gig)
    with pytest.raises(Invalid):
        keep(gig)
    keep(live_gig_with_milestones(outsider))
    assert WorkflowTemplate.objects.filter(name="My way").count() == 2


def test_refuses_a_twenty_first_and_a_gig_without_milestones(seller: User) -> None:
    gig = live_gig_with_milestones(seller, milestones=1)
    for number in range(settings.OWN_TEMPLATES_MAX):
        keep(gig, f"Way {number}")
    with pytest.raises(LimitReached, match="20 templates"):
        keep(gig, "One more")
    with pytest.raises(NothingToKeep):
        keep(made_gig(seller=seller))
    assert WorkflowTemplate.objects.filter(owner=seller).count() == 20


def test_own_ones_are_renamed_and_deleted_by_their_owner_only(seller: User, outsider: User) -> None:
    template = keep(live_gig_with_milestones(seller))
    for act in (
        lambda pk: rename_template(owner_id=outsider.pk, template_id=pk, name="Mine"),
        lambda pk: delete_template(owner_id=outsider.pk, template_id=pk),
    ):
        for pk in (template.pk, platform().pk):
            with pytest.raises(WorkflowTemplate.DoesNotExist):
                act(pk)
    assert rename_template(owner_id=seller.pk, template_id=template.pk, name="My way").name == "My way"
    assert rename_template(owner_id=seller.pk, template_id=template.pk, name="Other").name == "Other"
    assert delete_template(owner_id=seller.pk, template_id=template.pk) == "Other"
    with pytest.raises(Stale):
        delete_template(owner_id=seller.pk, template_id=template.pk)


def test_a_template_is_taken_back_until_something_changes(seller: User) -> None:
    gig = made_gig(seller=seller)
    used = use(gig, platform().pk)
    ids: dict[str, Any] = {"gig_id": gig.pk, "owner_id": seller.pk}
    gone = remove_all_milestones(**ids, version=used.gig.version)
    assert (gone.milestone_count, gig.milestones.count()) == (0, 0)
    assert terms_for_checkout(gig.pk).packages[0].steps == ()
    with pytest.raises(NothingToRemove):
        remove_all_milestones(**ids, version=gone.version)
    again = use(gig, platform().pk, version=gone.version)
    with_milestones_gone = again.gig.version
    first = cards(gig)[0]
    add_substep(**ids, milestone_id=first.id, version=1, name="Mine", package_ids=first.package_ids)
    with pytest.raises(Stale):
        remove_all_milestones(**ids, version=with_milestones_gone)
    assert gig.milestones.count() == 5


def test_a_package_too_small_for_a_template_offers_none_and_says_why(seller: User) -> None:
    gig = made_gig(seller=seller, packages=[(180_00, 3, 1), (360_00, 9, 1)])
    use(gig, platform().pk)
    bench = workbench(gig)
    assert bench.reasons == (
        "Basic offers no milestones: 3 days cannot be shared by 5 milestones of at least a day each.",
    )
    assert [len(entry.steps) for entry in terms_for_checkout(gig.pk).packages] == [0, 5]


def test_the_database_holds_the_owner_rule_and_the_limit(seller: User) -> None:
    subcategory = Subcategory.objects.get(slug="business-plans")
    for fault in ({}, {"owner": seller, "subcategory": subcategory}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkflowTemplate.objects.create(name="Nobody's or both's", **fault)
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplateMilestone.objects.create(template=platform(), position=6, name="Sixth")


@pytest.mark.parametrize("substeps", [["x"] * 11, ["x" * 81], [""], "text", [1]])
def test_staff_cannot_write_substeps_that_no_gig_could_have(substeps: Any) -> None:
    row = platform().milestones.all()[0]
    row.substeps = substeps
    with pytest.raises(ValidationError):
        row.full_clean()


def test_a_gig_that_began_from_a_template_is_edited_like_any_other(seller: User) -> None:
    gig = made_gig(seller=seller)
    use(gig, platform("business-plans").pk)
    with pytest.raises(LimitReached):
        with_milestones(gig, 1)
