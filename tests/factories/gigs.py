"""Gigs for tests; every state is reached through operations, so no impossible row exists."""

import uuid
from collections.abc import Sequence
from typing import Any

import factory

from accounts.models import User
from config.shared import clock
from config.shared.commands import Click
from gigs.models import TIERS, Gig, Subcategory
from gigs.operations import (
    MilestoneDraft,
    PackageDraft,
    add_milestone,
    create_gig,
    publish_gig,
    save_description,
    save_packages,
    set_split,
)
from tests.factories.accounts import UserFactory

ELIGIBLE_TRADE = "business-plans"
NAMES = ("Research", "Outline", "First draft", "Figures", "Final plan")
DEFAULT_PACKAGES = ((18_000, 12, 2), (36_000, 20, 3), (72_000, 30, None))


class GigFactory(factory.django.DjangoModelFactory[Gig]):
    """A draft with a Basic, Standard and Premium package and a description; ``live=True`` publishes it."""

    class Meta:
        model = Gig

    seller = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"I will write business plan number {n}")
    trade = ELIGIBLE_TRADE
    packages = DEFAULT_PACKAGES
    description = "A plan that a bank will read to the end."
    live = False

    @classmethod
    def _create(cls, model_class: type[Gig], *args: object, **kwargs: Any) -> Gig:  # noqa: ARG003
        return made_gig(**kwargs)


def made_gig(
    *,
    seller: User,
    title: str = "I will write your business plan",
    trade: str = ELIGIBLE_TRADE,
    packages: Sequence[tuple[int, int, int | None]] = DEFAULT_PACKAGES,
    description: str = "A plan that a bank will read to the end.",
    live: bool = False,
) -> Gig:
    """A gig made as a seller makes it. ``packages`` are (price in minor units, days, revisions), Basic first."""
    subcategory = Subcategory.objects.get(slug=trade)
    gig = create_gig(owner_id=seller.pk, title=title, subcategory_id=subcategory.pk)
    if packages:
        gig = priced(gig, packages)
    if description:
        gig = save_description(
            gig_id=gig.pk, owner_id=seller.pk, content_version=gig.content_version, description=description
        )
    return publish_gig(gig_id=gig.pk, click=click_of(gig)) if live else gig


def click_of(gig: Gig) -> Click:
    """The owner presses a button on a page that shows the gig as it stands."""
    return Click(actor_id=gig.seller_id, key=uuid.uuid4(), version=gig.version, at=clock.now())


def priced(gig: Gig, packages: Sequence[tuple[int, int, int | None]]) -> Gig:
    """Give a gig these packages and no others."""
    drafts = [
        PackageDraft(
            tier=tier,
            name=f"{tier.title()} plan",
            description="What you get.",
            price_minor=price_minor,
            days=days,
            revisions=revisions,
        )
        for tier, (price_minor, days, revisions) in zip(TIERS, packages, strict=False)
    ]
    return save_packages(gig_id=gig.pk, owner_id=gig.seller_id, version=gig.version, packages=drafts).gig


def with_milestones(gig: Gig, count: int, *, zoom_first: bool = False) -> Gig:
    """Append milestones that apply to every package; gives the gig fresh."""
    packages = frozenset(gig.packages.values_list("pk", flat=True))
    for place in range(count):
        gig.refresh_from_db(fields=["version"])
        draft = MilestoneDraft(
            name=NAMES[place],
            description=f"What happens in step {place + 1}.",
            zoom=zoom_first and place == 0,
            package_ids=packages,
        )
        add_milestone(gig_id=gig.pk, owner_id=gig.seller_id, version=gig.version, draft=draft)
    return Gig.objects.select_related("subcategory", "seller").get(pk=gig.pk)


def own_split(gig: Gig, parts: Sequence[tuple[int, int]], tier: str = "basic") -> Gig:
    """Share a package as its seller wants, (amount in minor units, days) in the order of the milestones; fresh gig."""
    ids = gig.milestones.filter(packages__tier=tier).values_list("pk", flat=True)
    gig.refresh_from_db(fields=["version"])
    set_split(
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        version=gig.version,
        tier=tier,
        parts=dict(zip(ids, parts, strict=True)),
    )
    return Gig.objects.select_related("subcategory", "seller").get(pk=gig.pk)


def live_gig_with_milestones(seller: User, milestones: int = 3, basic_minor: int = 18_000) -> Gig:
    """An active gig of an eligible trade: Basic at ``basic_minor``, Standard at twice, Premium at four times that."""
    packages = [(basic_minor, 12, 2), (basic_minor * 2, 20, 3), (basic_minor * 4, 30, None)]
    gig = made_gig(seller=seller, packages=packages, live=True)
    return with_milestones(gig, milestones)
