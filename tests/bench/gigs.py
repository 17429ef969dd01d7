"""Gigs for the page figures, made through the operations, their neighbours too."""

from dataclasses import dataclass

from accounts.models import User
from gigs.models import Gig, GigImage, Milestone
from gigs.operations import add_faq, add_substep
from tests.bench.reviews import add_reviews
from tests.factories.gigs import NAMES, made_gig, with_milestones

PRICES = ((18_000, 12, 2), (36_000, 20, 3), (72_000, 30, None))
SENTENCE = "I read what you have, ask what is missing, and write a plan that a bank will read to the end. "
DESCRIPTION_LENGTH = 1_150


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything; a gig has at most 3 packages, 5 milestones and 3 pictures."""

    packages: int
    milestones: int
    substeps: int
    faq: int
    pictures: int
    similar: int
    reviews: int


ONE = Size(packages=1, milestones=1, substeps=1, faq=1, pictures=1, similar=1, reviews=1)
TEN = Size(packages=3, milestones=5, substeps=10, faq=10, pictures=3, similar=10, reviews=10)
USUAL = Size(packages=3, milestones=4, substeps=3, faq=5, pictures=2, similar=24, reviews=10)


def live_gig(trade: str, size: Size) -> Gig:
    """A live gig of this size with its similar ones, each of another seller; one trade for each gig."""
    seller = member(f"{trade}-seller")
    gig = made_gig(
        seller=seller,
        title="I will write the business plan of your company",
        trade=trade,
        packages=PRICES[: size.packages],
        description=_description(seller),
        live=True,
    )
    gig = with_milestones(gig, size.milestones, zoom_first=True)
    for milestone in Milestone.objects.filter(gig=gig):
        _add_substeps(gig, milestone, size.substeps)
    for number in range(size.faq):
        gig.refresh_from_db(fields=["content_version"])
        _add_faq(gig, number)
    GigImage.objects.bulk_create(_picture(gig, position) for position in range(1, size.pictures + 1))
    for number in range(size.similar):
        _similar(trade, number)
    add_reviews(gig, [member(f"{trade[:20]}-buyer-{number}") for number in range(size.reviews)])
    return Gig.objects.select_related("seller", "subcategory").get(pk=gig.pk)


def member(handle: str) -> User:
    """A member in good standing who has no password: sessions are written, not opened by signing in."""
    handle = handle[:30]
    return User.objects.create(
        handle=handle,
        email=f"{handle}@example.test",
        password="!",
        display_name=handle.replace("-", " ").title(),
        country="SI",
        time_zone="Europe/Ljubljana",
        bio="Twelve years of plans for shops, farms and workshops.",
    )


def _description(seller: User) -> str:
    text = f"Good day, my name is {seller.display_name}.\n\n"
    return (text + SENTENCE * (DESCRIPTION_LENGTH // len(SENTENCE)))[:DESCRIPTION_LENGTH].strip()


def _add_substeps(gig: Gig, milestone: Milestone, count: int) -> None:
    packages = frozenset(gig.packages.values_list("pk", flat=True))
    for number in range(count):
        milestone.refresh_from_db(fields=["version"])
        add_substep(
            gig_id=gig.pk,
            owner_id=gig.seller_id,
            milestone_id=milestone.pk,
            version=milestone.version,
            name=f"{NAMES[number % len(NAMES)]}, part {number + 1}",
            package_ids=packages,
        )


def _add_faq(gig: Gig, number: int) -> None:
    add_faq(
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        content_version=gig.content_version,
        question=f"What do you need from me, part {number + 1}?",
        answer=SENTENCE * 2,
    )


def _picture(gig: Gig, position: int) -> GigImage:
    """The row alone: the page shows its address and measures, and never opens the file."""
    return GigImage(
        gig=gig,
        position=position,
        file=f"gigs/bench-{gig.pk}-{position}.webp",
        width=1200,
        height=675,
        alt="A plan",
    )


def _similar(trade: str, number: int) -> None:
    seller = member(f"{trade[:20]}-other-{number}")
    title = f"I will plan the {NAMES[number % len(NAMES)].lower()} of your company, number {number}"
    gig = made_gig(seller=seller, title=title, trade=trade, packages=PRICES[: 1 + number % 3], live=True)
    if number % 2:
        with_milestones(gig, 3)
