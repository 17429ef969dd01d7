"""Edits of a gig never touch what was sent or ordered: those are snapshots (product.md 3.2)."""

from typing import Any

import pytest

from accounts.models import User
from gigs.models import Gig, WorkflowTemplate
from gigs.operations import (
    MilestoneDraft,
    edit_milestone,
    move_milestone,
    remove_all_milestones,
    set_milestone_payments,
    use_template,
)
from offers.models import Offer
from orders.models import Order
from orders.operations import placing
from tests.factories.gigs import live_gig_with_milestones, own_split, priced
from tests.factories.offers import sent_offer
from tests.orders import stories

pytestmark = pytest.mark.django_db


def frozen(order: Order, offer: Offer) -> list[Any]:
    """Every stored term of both."""
    rows = [Order.objects.filter(pk=order.pk), order.milestones.order_by("pk")]
    rows += [Offer.objects.filter(pk=offer.pk), offer.milestones.order_by("pk")]
    return [list(found.values()) for found in rows]


def edit_everything(gig: Gig, seller: User) -> None:
    ids: dict[str, Any] = {"gig_id": gig.pk, "owner_id": seller.pk}
    first = gig.milestones.get(position=1)
    packages = frozenset(gig.packages.values_list("pk", flat=True))
    draft = MilestoneDraft("Another name", "Another text", zoom=True, package_ids=packages)
    edit_milestone(**ids, milestone_id=first.pk, version=1, draft=draft)
    gig = own_split(gig, [(100_00, 8), (50_00, 2), (30_00, 2)])
    move_milestone(**ids, milestone_id=first.pk, version=gig.version, direction="down")
    set_milestone_payments(**ids, on=False)
    gig.refresh_from_db()
    gig = priced(gig, [(999_00, 50, None)])
    gig = remove_all_milestones(**ids, version=gig.version)
    template = WorkflowTemplate.objects.get(name="Bank loan plan")
    use_template(**ids, version=gig.version, template_id=template.pk)


def test_an_order_and_a_sent_offer_stay_as_they_were(seller: User, buyer: User) -> None:
    gig = live_gig_with_milestones(seller)
    offer = sent_offer(seller, buyer, gig, milestones=3)
    order = placing.place_from_gig(
        gig_id=gig.pk,
        gig_version=gig.version,
        tier="basic",
        per_milestone=True,
        card_id=stories.card_of(buyer).pk,
        click=stories.click(buyer),
    )
    before = frozen(order, offer)
    assert [row["amount_minor"] for row in before[1]] == [60_00] * 3
    edit_everything(gig, seller)
    assert frozen(order, offer) == before
