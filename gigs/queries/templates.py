"""Workflow templates that a gig can begin from, each with the rail that customers would see. Two statements."""

from dataclasses import dataclass

from django.db.models import Q

from config.shared.components import Post, Step
from config.shared.money import format_money
from gigs.models import Gig, TemplateMilestone, WorkflowTemplate
from gigs.queries.detail import days_in_words
from gigs.queries.workbench import Choice, Workbench
from gigs.splitting import Split, even


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """A template with its preview; prices and days are those of the gig's Basic package, split evenly."""

    id: int
    name: str
    summary: str
    own: bool
    posts: tuple[Post, ...]
    reason: str

    @property
    def count_words(self) -> str:
        """``4 milestones, 1 Zoom call``."""
        zooms = sum(post.zoom for post in self.posts)
        held = f"{len(self.posts)} milestone{'s' if len(self.posts) != 1 else ''}"
        return f"{held}, {zooms} Zoom call{'s' if zooms > 1 else ''}" if zooms else held


def templates_for(gig: Gig, bench: Workbench) -> tuple[TemplateCard, ...]:
    """The platform's active ones of the gig's subcategory in staff's order, then the seller's own, newest first."""
    offered = Q(owner_id=None, subcategory_id=gig.subcategory_id, active=True) | Q(owner_id=gig.seller_id)
    rows = WorkflowTemplate.objects.filter(offered).prefetch_related("milestones")
    basic = bench.packages[0] if bench.packages else None
    cards = [_card(row, basic) for row in rows]
    own = sorted((card for card in cards if card.own), key=lambda card: -card.id)
    return (*(card for card in cards if not card.own), *own)


def _card(row: WorkflowTemplate, basic: Choice | None) -> TemplateCard:
    steps = list(row.milestones.all())
    split = even(basic.price_minor, basic.days, len(steps)) if basic else Split(reason="No package yet.")
    posts = tuple(_post(place, step, split) for place, step in enumerate(steps))
    return TemplateCard(row.pk, row.name, row.summary, row.owner_id is not None, posts, split.reason)


def _post(place: int, step: TemplateMilestone, split: Split) -> Post:
    return Post(
        number=place + 1,
        name=step.name,
        description=step.description,
        price=format_money(split.amounts[place]) if split.ok else "",
        when=days_in_words(split.days[place]) if split.ok else "",
        zoom=step.zoom,
        steps=tuple(Step(name) for name in step.substeps),
    )
