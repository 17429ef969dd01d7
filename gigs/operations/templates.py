"""Workflow templates: milestones begin from one, a seller keeps own ones. Nothing links the two afterwards."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from config.shared.errors import Invalid, Refusal, Stale
from gigs.models import Gig, Milestone, TemplateMilestone, WorkflowTemplate
from gigs.models.template import NAME_MAX
from gigs.operations.editing import LimitReached, locked_gig, terms_moved
from gigs.operations.milestones import MilestoneDraft, card_of, check_eligible
from gigs.operations.removals import write_substeps
from gigs.operations.shares import store
from gigs.queries import workbench


class HasMilestones(Refusal):
    """A template begins a workflow, it is not mixed into one."""

    default_message = "This gig has milestones already. Remove them first to use a template."


class NothingToKeep(Refusal):
    """There is no workflow to make a template of."""

    default_message = "Save a milestone first. A template keeps what is saved."


@dataclass(frozen=True, slots=True)
class Used:
    """The gig with its new milestones, and the template's name."""

    gig: Gig
    name: str
    count: int


@transaction.atomic
def use_template(*, gig_id: int, owner_id: int, version: int, template_id: int) -> Used:
    """Copy a template's milestones and substeps, for every package of the gig, split evenly (product.md 3.2).

    Live at once on an active gig. Raises HasMilestones, NotEligible, Stale (the template is gone or switched off, or
    the gig changed), WorkflowTemplate.DoesNotExist for somebody else's or another subcategory's.
    """
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id)
    if gig.milestone_count:
        raise HasMilestones
    if gig.version != version:
        raise Stale
    check_eligible(gig)
    template = _usable(gig, template_id)
    _copy(gig, list(template.milestones.all()))
    return Used(gig, template.name, gig.milestone_count)


@transaction.atomic
def save_template(*, gig_id: int, owner_id: int, name: str) -> WorkflowTemplate:
    """Keep a gig's milestones and substeps as the seller's own template; prices, days and packages stay with the gig.

    Raises Invalid (field ``name``: empty, too long, or had already), LimitReached (20), NothingToKeep.
    """
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id)
    bench = workbench(gig)
    if not bench.cards:
        raise NothingToKeep
    own = WorkflowTemplate.objects.filter(owner_id=owner_id)
    if own.count() >= settings.OWN_TEMPLATES_MAX:
        words = f"You have {settings.OWN_TEMPLATES_MAX} templates, which is the limit. Delete one first."
        raise LimitReached(words)
    _check_name(owner_id, name)
    template = WorkflowTemplate.objects.create(owner_id=owner_id, name=name)
    TemplateMilestone.objects.bulk_create(
        TemplateMilestone(
            template=template,
            position=card.position,
            name=card.name,
            description=card.description,
            zoom=card.zoom,
            substeps=[step.name for step in card.substeps],
        )
        for card in bench.cards
    )
    return template


@transaction.atomic
def rename_template(*, owner_id: int, template_id: int, name: str) -> WorkflowTemplate:
    """Give an own template another name. Raises Invalid (field ``name``), Stale when it is gone, DoesNotExist."""
    template = _own(owner_id, template_id)
    _check_name(owner_id, name, but=template.pk)
    template.name = name
    template.save(update_fields=["name"])
    return template


@transaction.atomic
def delete_template(*, owner_id: int, template_id: int) -> str:
    """Delete an own template; gigs that began from it stay. Gives its name. Raises as ``rename_template``."""
    template = _own(owner_id, template_id)
    template.delete()
    return template.name


def _usable(gig: Gig, template_id: int) -> WorkflowTemplate:
    template = _found(template_id)
    if template.owner_id is None and template.subcategory_id == gig.subcategory_id:
        if not template.active:
            raise Stale("This template is not offered any more. Choose another one.")
        return template
    if template.owner_id != gig.seller_id:
        raise WorkflowTemplate.DoesNotExist
    return template


def _own(owner_id: int, template_id: int) -> WorkflowTemplate:
    template = _found(template_id)
    if template.owner_id != owner_id:
        raise WorkflowTemplate.DoesNotExist
    return template


def _found(template_id: int) -> WorkflowTemplate:
    template = WorkflowTemplate.objects.filter(pk=template_id).first()
    if template is None:
        raise Stale("This template was deleted meanwhile.")
    return template


def _check_name(owner_id: int, name: str, *, but: int = 0) -> None:
    if not name or len(name) > NAME_MAX:
        raise Invalid(f"Give the template a name of up to {NAME_MAX} characters.", field="name")
    same: Any = WorkflowTemplate.objects.filter(owner_id=owner_id, name=name).exclude(pk=but)
    if same.exists():
        raise Invalid("You have a template of this name. Choose another one.", field="name")


def _copy(gig: Gig, steps: list[TemplateMilestone]) -> None:
    bench = workbench(gig)
    packages = bench.package_ids
    made = Milestone.objects.bulk_create(
        Milestone(gig=gig, position=place, name=step.name, description=step.description, zoom=step.zoom)
        for place, step in enumerate(steps, start=1)
    )
    cards = [card_of(row, MilestoneDraft(row.name, row.description, row.zoom, packages)) for row in made]
    after = bench.with_cards(cards).evened(packages)
    store(bench, after)
    write_substeps(
        {row.pk: [(name, packages) for name in step.substeps] for row, step in zip(made, steps, strict=True)}
    )
    terms_moved(gig, milestone_count=len(made))
