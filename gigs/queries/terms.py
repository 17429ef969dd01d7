"""What a buyer would get and pay: packages with the workflow that applies to each. Amounts in minor units."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from gigs.eligibility import gig_milestones
from gigs.models import TIERS, Gig, Package, Substep, Tier


@dataclass(frozen=True, slots=True)
class WorkflowStep:
    """One milestone as it applies to one package."""

    milestone_id: int
    position: int
    name: str
    description: str
    zoom: bool
    amount_minor: int
    days: int
    substeps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageTerms:
    """A package for sale. ``revisions`` is None when unlimited; each milestone has the package's number."""

    tier: str
    package_id: int
    name: str
    description: str
    price_minor: int
    days: int
    revisions: int | None
    steps: tuple[WorkflowStep, ...]
    can_pay_per_milestone: bool

    @property
    def tier_label(self) -> str:
        """The word on the tab: Basic, Standard, Premium."""
        return str(Tier(self.tier).label)

    @property
    def first_minor(self) -> int:
        """What the first milestone costs, before the service fee; the whole price when there are none."""
        return self.steps[0].amount_minor if self.steps else self.price_minor


@dataclass(frozen=True, slots=True)
class CheckoutTerms:
    """A gig for sale as it stands now; checkout carries ``version`` and is refused when it moved."""

    gig_id: int
    version: int
    packages: tuple[PackageTerms, ...]

    def package(self, tier: str) -> PackageTerms | None:
        """The package of a tier, if the gig has it."""
        return next((package for package in self.packages if package.tier == tier), None)


def terms_for_checkout(gig_id: int) -> CheckoutTerms:
    """Packages and workflows of one gig, three statements. Raises Gig.DoesNotExist."""
    gig = Gig.objects.select_related("subcategory").get(pk=gig_id)
    return CheckoutTerms(gig_id=gig.pk, version=gig.version, packages=packages_of(gig))


def workflow(gig: Gig, package: Package) -> tuple[WorkflowStep, ...]:
    """The milestones that apply to a package, in order; empty when the gig may carry none or it is too small."""
    return next((terms.steps for terms in packages_of(gig) if terms.package_id == package.pk), ())


def packages_of(gig: Gig) -> tuple[PackageTerms, ...]:
    """Basic to Premium with their workflows, two statements (gig with its subcategory at hand)."""
    rows = list(
        Package.objects.filter(gig_id=gig.pk).values_list(
            "id", "tier", "name", "description", "price_minor", "days", "revisions",
            "shares__amount_minor", "shares__days", "shares__milestone_id",
            "shares__milestone__position", "shares__milestone__name",
            "shares__milestone__description", "shares__milestone__zoom",
        )
    )  # fmt: skip
    shown = gig_milestones(gig).ok
    substeps = _substeps_of(gig) if shown else {}
    heads, steps = {}, defaultdict(list)
    for row in rows:
        heads[row[0]] = row[:7]
        if shown and row[7] is not None:
            steps[row[0]].append(_step(row, substeps))
    packages = (_terms(gig, head, steps[head[0]]) for head in heads.values())
    return tuple(sorted(packages, key=lambda package: TIERS.index(package.tier)))


def _step(row: tuple, substeps: dict[tuple[int, int], tuple[str, ...]]) -> WorkflowStep:
    package_id, (amount, days, milestone_id, position, name, description, zoom) = row[0], row[7:]
    return WorkflowStep(
        milestone_id=milestone_id,
        position=position,
        name=name,
        description=description,
        zoom=zoom,
        amount_minor=amount,
        days=days,
        substeps=substeps.get((milestone_id, package_id), ()),
    )


def _terms(gig: Gig, head: tuple, steps: Iterable[WorkflowStep]) -> PackageTerms:
    package_id, tier, name, description, price_minor, days, revisions = head
    ordered = tuple(sorted(steps, key=lambda step: step.position))
    return PackageTerms(
        tier=tier,
        package_id=package_id,
        name=name,
        description=description,
        price_minor=price_minor,
        days=days,
        revisions=revisions,
        steps=ordered,
        can_pay_per_milestone=gig.milestone_payments and len(ordered) >= settings.GIG_MILESTONES_MIN,
    )


def _substeps_of(gig: Gig) -> dict[tuple[int, int], tuple[str, ...]]:
    """Names of substeps by (milestone, package), one statement."""
    found = defaultdict(list)
    rows = (
        Substep.packages.through.objects.filter(substep__milestone__gig_id=gig.pk)
        .order_by("substep__position")
        .values_list("substep__milestone_id", "package_id", "substep__name")
    )
    for milestone_id, package_id, name in rows:
        found[milestone_id, package_id].append(name)
    return {key: tuple(names) for key, names in found.items()}
