"""Answers to a sent offer that end it without an order."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from config.shared import outbox
from config.shared.commands import Click, claim
from config.shared.errors import Forbidden, Invalid, Stale
from offers.deadlines import is_over
from offers.models import Offer, OfferComment
from offers.operations.messages import system_line
from offers.states import Action, DeadOffer, Role, State
from offers.transitions import move


@transaction.atomic
def decline_offer(*, offer_id: UUID, click: Click, reason: str = "") -> Offer:
    """The buyer says no; the reason is shown to the seller. Raises DeadOffer, Forbidden, Stale."""
    return _answer(offer_id, click, Action.DECLINE, reason)


@transaction.atomic
def withdraw_offer(*, offer_id: UUID, click: Click) -> Offer:
    """The seller takes the offer back. Raises DeadOffer, Forbidden, Stale."""
    return _answer(offer_id, click, Action.WITHDRAW)


@transaction.atomic
def ask_for_changes(*, offer_id: UUID, click: Click, comments: dict[int, str]) -> Offer:
    """The buyer says what is to change: by position of the row, 0 for the offer as a whole. The offer stays open.

    Asking again says it anew. Raises Invalid (nothing said, or of a row that there is not), DeadOffer, Forbidden,
    Stale.
    """
    said = {position: body for position, body in comments.items() if body}
    replay = claim(click, "ask_for_changes", {"offer": str(offer_id)})
    if replay is not None:
        return Offer.objects.get(pk=replay["offer"])
    offer = Offer.objects.locked().get(pk=offer_id)
    role = role_of(offer, click.actor_id)
    if offer.state == State.SENT:
        check_open(offer, click)
    if not said or not set(said) <= {0, *offer.milestones.values_list("position", flat=True)}:
        raise Invalid("Say what you would like to have changed.", field="row_0")
    move(offer, Action.ASK_CHANGES, role, at=click.at)
    offer.comments.all().delete()
    OfferComment.objects.bulk_create(
        OfferComment(offer=offer, position=position, body=body, created_at=click.at)
        for position, body in sorted(said.items())
    )
    _tell(offer, f"{offer.buyer.label} asked for changes to the offer.", f"changes:{offer.version}", click)
    return offer


def mark_opened(*, offer_id: UUID, at: datetime) -> None:
    """The buyer has seen the offer; the first time counts."""
    Offer.objects.filter(pk=offer_id, state=State.SENT, opened_at__isnull=True).update(opened_at=at)


def role_of(offer: Offer, user_id: int) -> Role:
    """Which side of the offer this member is on. Raises Forbidden for neither."""
    if user_id == offer.buyer_id:
        return Role.BUYER
    if user_id == offer.seller_id:
        return Role.SELLER
    raise Forbidden


def _answer(offer_id: UUID, click: Click, action: Action, reason: str = "") -> Offer:
    replay = claim(click, f"{action}_offer", {"offer": str(offer_id)})
    if replay is not None:
        return Offer.objects.get(pk=replay["offer"])
    offer = Offer.objects.locked().get(pk=offer_id)
    role = role_of(offer, click.actor_id)
    if offer.state == State.SENT:
        check_open(offer, click)
    move(offer, action, role, at=click.at, **({"decline_reason": reason} if reason else {}))
    verb, actor = ("declined", offer.buyer) if action == Action.DECLINE else ("withdrew", offer.seller)
    _tell(offer, f"{actor.label} {verb} the offer.", str(offer.state), click)
    return offer


def _tell(offer: Offer, text: str, event: str, click: Click) -> None:
    """The line in the conversation, and bell and mail after commit."""
    system_line(offer.conversation_id, text, f"/offers/{offer.pk}/", click.at, offer=offer)
    payload = {"event": event, "offer_id": str(offer.pk), "at": click.at.isoformat()}
    outbox.put("offers.event", payload, key=f"offer:{offer.pk}:{event}")


def check_open(offer: Offer, click: Click) -> None:
    """A click counts strictly before the expiry, and only on the version that was shown."""
    if is_over(offer.expires_at, click.at):
        raise DeadOffer(State.EXPIRED)
    if click.version is not None and click.version != offer.version:
        raise Stale
