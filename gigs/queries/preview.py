"""A gig as customers would see it with what its seller has typed and not saved. Nothing is stored; minor units."""

import copy
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import User
from config.shared.components import Picture, Post
from gigs.eligibility import Eligibility, gig_milestones
from gigs.models import TIERS, FaqEntry, Gig, GigImage, Question, Subcategory, Tier
from gigs.queries.detail import posts_of
from gigs.queries.terms import PackageTerms, WorkflowStep, packages_of
from gigs.splitting import even


@dataclass(frozen=True, slots=True)
class TypedPackage:
    """A package as typed; what cannot be read is None and keeps what is stored."""

    tier: str
    offered: bool
    name: str
    description: str
    price_minor: int | None
    days: int | None
    revisions: int | None


@dataclass(frozen=True, slots=True)
class TypedMilestone:
    """The open card of a milestone; ``id`` is 0 for a new one."""

    id: int
    name: str
    description: str
    zoom: bool
    package_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class TypedFaq:
    """The open card of a frequent question; ``id`` is 0 for a new one."""

    id: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the buyer, stored or typed; ``id`` is 0 for a new one."""

    id: int
    text: str
    kind: str
    choices: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What a page of the editor holds; None where it holds no such field."""

    title: str | None = None
    subcategory_id: int | None = None
    tags: tuple[str, ...] | None = None
    description: str | None = None
    packages: tuple[TypedPackage, ...] | None = None
    milestone: TypedMilestone | None = None
    faq: TypedFaq | None = None
    question: Ask | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that the preview shows. ``hidden`` says why customers see no milestones, when there are any."""

    title: str
    description: str
    subcategory: str
    tags: tuple[str, ...]
    packages: tuple[PackageTerms, ...]
    posts: tuple[Post, ...]
    hidden: str
    faq: tuple[tuple[str, str], ...]
    questions: tuple[Ask, ...]
    pictures: tuple[Picture, ...]


def preview_of(gig: Gig, typed: Typed, *, now: datetime) -> Preview:
    """The gig (with its subcategory at hand) under what is typed."""
    shown = _worded(gig, typed)
    allowed = gig_milestones(shown)
    packages = _packages(shown, typed, allowed)
    images = GigImage.objects.filter(gig_id=gig.pk)
    return Preview(
        title=shown.title,
        description=shown.description,
        subcategory=shown.subcategory.name,
        tags=tuple(shown.tags),
        packages=packages,
        posts=posts_of(packages[0].steps, now=now) if packages else (),
        hidden="" if allowed.ok or not gig.milestone_count else allowed.reason,
        faq=_faq(gig, typed.faq),
        questions=_questions(gig, typed.question),
        pictures=tuple(picture for image in images if (picture := image.picture)),
    )


def new_preview(seller: User, typed: Typed) -> Preview:
    """The same for a gig that is not begun yet."""
    subcategory = Subcategory.objects.filter(pk=typed.subcategory_id or 0).first() or Subcategory()
    draft = Gig(seller=seller, subcategory=subcategory, title=typed.title or "", tags=list(typed.tags or ()))
    return Preview(draft.title, "", subcategory.name, tuple(draft.tags), (), (), "", (), (), ())


def _worded(gig: Gig, typed: Typed) -> Gig:
    """A copy in memory that no operation ever sees."""
    shown = copy.copy(gig)
    for name in ("title", "description", "tags"):
        if (value := getattr(typed, name)) is not None:
            setattr(shown, name, value)
    if typed.subcategory_id and typed.subcategory_id != gig.subcategory_id:
        shown.subcategory = Subcategory.objects.filter(pk=typed.subcategory_id).first() or gig.subcategory
    basic = next((one for one in typed.packages or () if one.tier == Tier.BASIC), None)
    if basic and basic.price_minor is not None:
        shown.from_minor = basic.price_minor
    return shown


def _packages(gig: Gig, typed: Typed, allowed: Eligibility) -> tuple[PackageTerms, ...]:
    stored = {package.tier: package for package in packages_of(gig)}
    for one in typed.packages or ():
        stored[one.tier] = _repriced(stored.get(one.tier), one)
        if not one.offered:
            del stored[one.tier]
    ordered = tuple(stored[tier] for tier in TIERS if tier in stored)
    if typed.milestone is None or not allowed.ok:
        return ordered
    return tuple(_with_milestone(package, typed.milestone) for package in ordered)


def _repriced(held: PackageTerms | None, typed: TypedPackage) -> PackageTerms:
    """A change of price or days returns a package to the even split (product.md 3.2)."""
    package = held or PackageTerms(
        tier=typed.tier, package_id=0, name="", description="", price_minor=0, days=0, revisions=1, steps=(),
        can_pay_per_milestone=False,
    )  # fmt: skip
    price = package.price_minor if typed.price_minor is None else typed.price_minor
    days = package.days if typed.days is None else typed.days
    moved = (price, days) != (package.price_minor, package.days)
    changed = replace(
        package,
        name=typed.name or package.name,
        description=typed.description or package.description,
        price_minor=price,
        days=days,
        revisions=typed.revisions,
    )
    return replace(changed, steps=_evenly(changed, changed.steps)) if moved else changed


def _with_milestone(package: PackageTerms, typed: TypedMilestone) -> PackageTerms:
    if package.package_id not in typed.package_ids:
        steps = tuple(step for step in package.steps if step.milestone_id != typed.id)
    elif any(step.milestone_id == typed.id for step in package.steps):
        steps = tuple(
            _renamed(step, typed) if step.milestone_id == typed.id else step for step in package.steps
        )
    else:
        new = WorkflowStep(typed.id, len(package.steps) + 1, "", "", zoom=False, amount_minor=0, days=0)
        steps = (*package.steps, _renamed(new, typed))
    same = len(steps) == len(package.steps)
    return replace(package, steps=steps if same else _evenly(package, steps))


def _renamed(step: WorkflowStep, typed: TypedMilestone) -> WorkflowStep:
    return replace(
        step, name=typed.name or step.name or "New milestone", description=typed.description, zoom=typed.zoom
    )


def _evenly(package: PackageTerms, steps: tuple[WorkflowStep, ...]) -> tuple[WorkflowStep, ...]:
    """Nothing when the package is too small for them."""
    split = even(package.price_minor, package.days, len(steps))
    parts = zip(steps, split.amounts, split.days, strict=False)
    return tuple(replace(step, amount_minor=amount, days=days) for step, amount, days in parts)


def _faq(gig: Gig, typed: TypedFaq | None) -> tuple[tuple[str, str], ...]:
    rows = list(FaqEntry.objects.filter(gig_id=gig.pk).values_list("pk", "question", "answer"))
    if typed and typed.question:
        rows = _laid_over(rows, (typed.id, typed.question, typed.answer))
    return tuple((question, answer) for _, question, answer in rows)


def _laid_over(
    rows: Collection[tuple[int, str, str]], new: tuple[int, str, str]
) -> list[tuple[int, str, str]]:
    kept = [new if row[0] == new[0] else row for row in rows]
    return kept if new in kept else [*kept, new]


def _questions(gig: Gig, typed: Ask | None) -> tuple[Ask, ...]:
    rows = [
        Ask(row.pk, row.text, row.kind, tuple(row.choices), row.required)
        for row in Question.objects.filter(gig_id=gig.pk)
    ]
    if typed is None or not typed.text:
        return tuple(rows)
    kept = [typed if row.id == typed.id else row for row in rows]
    return tuple(kept if typed in kept else [*kept, typed])
