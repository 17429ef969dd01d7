"""What staff do: disputes, reviews, money that came back, members, gigs and jobs that gave up."""

import uuid
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from accounts.operations.standing import restore_member, suspend_member
from config.shared.commands import Click
from gigs.operations.moderating import allow_gig, deny_gig
from gigs.states import GigState
from orders.models import Attempt, Review, Settlement
from orders.operations import disputing, goodwill, hiding, mending, returning
from orders.payments import refunds
from orders.states import Act, OrderStatus
from tests.orders.properties.dice import Dice
from tests.orders.properties.life import Life

WHY = "Seen."
ACTS = frozenset({*disputing.DECISIONS, Act.HIDE_REVIEW, Act.SHOW_REVIEW})
Do = Callable[[], object]


def staff(life: Life, dice: Dice) -> None:
    """One of what there is to do for them; a dispute, a bar or a refused refund waits for nobody else."""
    life.last = None  # the admin's forms carry no one-time id: a second decision is refused by the state
    with life.frozen():
        urgent = list(_urgent(life, dice))
        at_hand = urgent if urgent and dice.mostly() else [*urgent, *_anything(life, dice)]
        life.tried(dice.of(at_hand))
        life.stir(*life.orders)


def _urgent(life: Life, dice: Dice) -> Iterator[Do]:
    if life.stands.order.status == OrderStatus.DISPUTED:
        yield _decision(life, dice)
    yield from _refused_refunds(life)
    yield from _bars(life)


def _decision(life: Life, dice: Dice) -> Do:
    part = dice.of((0, 1, life.stands.milestone.amount_minor, 30_001))
    return partial(
        disputing.decide_dispute,
        order_id=life.scene.order_id,
        act=dice.of(sorted(disputing.DECISIONS)),
        text=WHY,
        staff_id=_id(life),
        at=life.now,
        released_minor=part,
    )


def _refused_refunds(life: Life) -> Iterator[Do]:
    """Tried once more, or paid on another way."""
    signed: dict[str, Any] = {"staff_id": _id(life), "reason": WHY, "at": life.now}
    refused = refunds.refused().filter(payer=life.scene.people["buyer"])
    for one in refused.values_list("pk", flat=True)[:1]:
        yield partial(returning.retry_refund, intent_id=one, **signed)
        yield partial(returning.pay_refund_by_hand, intent_id=one, reference="SEPA 1", **signed)


def _bars(life: Life) -> Iterator[Do]:
    """Whoever is suspended is restored some time, and a denied gig let back."""
    for user in life.people():
        if user.suspended_at is not None:
            yield partial(restore_member, user_id=user.pk, **_signed(life))
    if life.gig().state == GigState.DENIED:
        yield partial(allow_gig, gig_id=life.gig().pk, **_signed(life))


def _anything(life: Life, dice: Dice) -> Iterator[Do]:
    for user in life.people():
        yield partial(suspend_member, user_id=user.pk, **_signed(life))
    if life.gig().state == GigState.ACTIVE:
        yield partial(deny_gig, gig_id=life.gig().pk, **_signed(life))
    yield partial(mending.close_now, order_id=life.scene.order_id, at=life.now)
    tried = Attempt.objects.filter(intent__payer=life.scene.people["buyer"]).order_by("-created_at")
    for one in tried.values_list("pk", flat=True)[:1]:
        yield partial(mending.look_again, attempt_id=one, at=life.now)
    yield from 3 * [*_of_reviews(life), *_back_by_goodwill(life, dice)]


def _of_reviews(life: Life) -> Iterator[Do]:
    signed: dict[str, Any] = {"reason": WHY, "staff_id": _id(life), "at": life.now}
    for one in Review.objects.filter(order=life.scene.order_id, published_at__isnull=False):
        yield partial(hiding.show_review if one.hidden_at else hiding.hide_review, review_id=one.pk, **signed)


def _back_by_goodwill(life: Life, dice: Dice) -> Iterator[Do]:
    """A part of what was settled, borne by the seller or by Milepost."""
    for one in Settlement.objects.filter(milestone__order=life.scene.order_id).order_by("-pk")[:1]:
        click = Click(_id(life), uuid.uuid4(), one.goodwill.count(), life.now)
        yield partial(
            goodwill.give_back,
            milestone_id=one.milestone_id,
            part_minor=dice.of((1, max(one.kept_minor // 3, 1), one.kept_minor)),
            bearer=dice.of(goodwill.Bearer.values),
            reason=WHY,
            click=click,
        )


def _signed(life: Life) -> dict[str, Any]:
    return {"actor_id": _id(life), "reason": WHY, "at": life.now}


def _id(life: Life) -> int:
    return life.scene.people["staff"].pk
