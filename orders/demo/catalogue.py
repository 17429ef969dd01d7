"""The gigs of the demo market: read from ``data/*.toml`` and made as their sellers would make them."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from accounts.models import User
from config.shared import clock
from config.shared.commands import Click
from config.shared.money import parse_amount
from gigs import operations
from gigs.models import TIERS, Gig, Milestone, Package, Subcategory
from gigs.operations import GalleryDraft, MilestoneDraft, PackageDraft, QuestionDraft
from orders.demo.pictures import picture

DATA = Path(__file__).parent / "data"
OPENED = timedelta(days=140)
"""How long before "now" the first gig appears; the others follow in even steps."""
STEP = timedelta(days=1, hours=7)
UNLIMITED = -1

Described = Mapping[str, Any]


def described() -> list[Described]:
    """Every gig as it is written down, in the order of files and lines."""
    return [
        gig for path in sorted(DATA.glob("*.toml")) for gig in tomllib.loads(path.read_text("utf-8"))["gig"]
    ]


def make_gigs(
    people: Mapping[str, User], *, until: datetime, watch: Callable[[int, int], None]
) -> dict[str, int]:
    """Make all gigs; their ids by key. ``watch`` hears how many of how many are made."""
    gigs = described()
    made = {}
    for number, gig in enumerate(gigs):
        with clock.travelled_to(until - OPENED + number * STEP):
            made[gig["key"]] = _make(number, gig, people[gig["seller"]])
        watch(number + 1, len(gigs))
    return made


def _make(number: int, described: Described, seller: User) -> int:
    trade = Subcategory.objects.get(slug=described["trade"])
    gig = operations.create_gig(
        owner_id=seller.pk, title=described["title"], subcategory_id=trade.pk, tags=described.get("tags", ())
    )
    _price(gig, described)
    _describe(gig, described)
    _hang(gig, described, first=number)
    _ask(gig, described)
    _plan(gig, described)
    _go_live(gig, described)
    return gig.pk


def _price(gig: Gig, described: Described) -> None:
    drafts = [
        PackageDraft(
            tier=tier,
            name=name,
            description=text,
            price_minor=parse_amount(str(price)),
            days=days,
            revisions=None if revisions == UNLIMITED else revisions,
        )
        for tier, (name, text, price, days, revisions) in zip(TIERS, described["packages"], strict=False)
    ]
    operations.save_packages(gig_id=gig.pk, owner_id=gig.seller_id, version=gig.version, packages=drafts)


def _describe(gig: Gig, described: Described) -> None:
    text = described["description"].strip()
    if text:
        operations.save_description(
            gig_id=gig.pk, owner_id=gig.seller_id, content_version=_content(gig), description=text
        )
    for question, answer in described.get("faq", ()):
        operations.add_faq(
            gig_id=gig.pk,
            owner_id=gig.seller_id,
            content_version=_content(gig),
            question=question,
            answer=answer,
        )


def _hang(gig: Gig, described: Described, *, first: int) -> None:
    """The gallery: pictures side by side differ in their colours, and so do the covers of neighbours."""
    hung = described.get("pictures", ())
    if not hung:
        return
    files = [picture(name, first + place) for place, (name, _) in enumerate(hung)]
    _save_gallery(gig, GalleryDraft(added=files))
    ids = gig.images.values_list("pk", flat=True)
    _save_gallery(gig, GalleryDraft(alts={pk: words for pk, (_, words) in zip(ids, hung, strict=True)}))


def _save_gallery(gig: Gig, draft: GalleryDraft) -> None:
    operations.save_gallery(gig_id=gig.pk, owner_id=gig.seller_id, content_version=_content(gig), draft=draft)


def _ask(gig: Gig, described: Described) -> None:
    for text, kind, required, *choices in described.get("questions", ()):
        draft = QuestionDraft(text=text, kind=kind, required=required, choices=tuple(*choices))
        operations.add_question(
            gig_id=gig.pk, owner_id=gig.seller_id, content_version=_content(gig), draft=draft
        )


def _plan(gig: Gig, described: Described) -> None:
    packages = dict(Package.objects.filter(gig=gig).values_list("tier", "pk"))
    for step in described.get("milestone", ()):
        draft = MilestoneDraft(
            name=step["name"],
            description=step["description"],
            zoom=step.get("zoom", False),
            package_ids=_chosen(packages, step.get("packages", "")),
        )
        milestone = operations.add_milestone(
            gig_id=gig.pk, owner_id=gig.seller_id, version=_version(gig), draft=draft
        ).milestone
        for substep in step.get("substeps", ()):
            name, _, tiers = substep.partition("|")
            chosen = _chosen(packages, tiers) & draft.package_ids
            _add_substep(gig, milestone, name, chosen)
    if not described.get("milestone_payments", True):
        operations.set_milestone_payments(gig_id=gig.pk, owner_id=gig.seller_id, on=False)


def _add_substep(gig: Gig, milestone: Milestone, name: str, package_ids: frozenset[int]) -> None:
    milestone.refresh_from_db(fields=["version"])
    operations.add_substep(
        gig_id=gig.pk,
        owner_id=gig.seller_id,
        milestone_id=milestone.pk,
        version=milestone.version,
        name=name,
        package_ids=package_ids,
    )


def _go_live(gig: Gig, described: Described) -> None:
    state = described.get("state", "active")
    if state == "draft":
        return
    operations.publish_gig(gig_id=gig.pk, click=_click(gig))
    if state == "paused":
        operations.pause_gig(gig_id=gig.pk, click=_click(gig))


def _click(gig: Gig) -> Click:
    return Click(actor_id=gig.seller_id, key=uuid4(), version=_version(gig), at=clock.now())


def _chosen(packages: Mapping[str, int], tiers: str) -> frozenset[int]:
    return frozenset(packages[tier] for tier in (tiers.split() or packages) if tier in packages)


def _version(gig: Gig) -> int:
    gig.refresh_from_db(fields=["version"])
    return gig.version


def _content(gig: Gig) -> int:
    gig.refresh_from_db(fields=["content_version"])
    return gig.content_version
