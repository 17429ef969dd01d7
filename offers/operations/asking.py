"""A buyer asks a seller for an offer: a message with a brief, and the wishes beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.shared import outbox
from config.shared.commands import Click, claim
from config.shared.errors import Forbidden, Invalid, Refusal
from config.shared.money import format_money
from gigs.models import Gig
from gigs.states import GigState
from offers.models import Conversation, OfferRequest, Seat
from offers.operations.blocking import must_be_on_terms
from offers.operations.conversations import open_conversation
from offers.operations.messages import system_line, write_message
from offers.repeating import Terms, stored
from offers.states import RequestState
from offers.transitions import close_request

OPEN_MAX = 3
"""Open requests of one buyer to one seller."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What is asked for: words and files, and what is wished (``budget_minor`` in minor units).

    ``terms``: of a finished order that is wanted again.
    """

    text: str
    budget_minor: int | None = None
    wanted_by: date | None = None
    files: Sequence[UploadedFile] = ()
    gig_id: int | None = None
    terms: Terms | None = None


class TooManyRequests(Refusal):
    """Enough is open already."""

    default_message = (
        f"You have {OPEN_MAX} open requests to this seller. Wait for an answer, or withdraw one."
    )


class NothingToOffer(Refusal):
    """Who has no active gig makes no offers."""

    default_message = "This member has no active gig to make an offer on."


class RequestClosed(Refusal):
    """It was answered or withdrawn before."""

    default_message = "This request is closed already."


@transaction.atomic
def ask_for_offer(*, seller_id: int, brief: Brief, click: Click) -> OfferRequest:
    """Write the brief into the conversation of the two as a message with a request beside it; the seller is told.

    The same click again asks nothing new. Raises Invalid (words, budget, date, files), NothingToOffer,
    TooManyRequests, Blocked, and what ``open_conversation`` and ``write_message`` raise.
    """
    request_id = uuid4()
    first = claim(click, "ask_for_offer", {"request": str(request_id)})
    if first is not None:
        return OfferRequest.objects.get(pk=first["request"])
    _check(brief, click)
    if not Gig.objects.filter(seller_id=seller_id, state=GigState.ACTIVE).exists():
        raise NothingToOffer
    must_be_on_terms(click.actor_id, seller_id)
    conversation = open_conversation(
        starter_id=click.actor_id, other_id=seller_id, at=click.at, gig_id=brief.gig_id, uninvited=True
    )
    _check_room(conversation, click.actor_id)
    # the request rings and mails by itself, so that its message need not
    Seat.objects.filter(conversation=conversation, user_id=seller_id).update(told=True)
    message = write_message(
        conversation_id=conversation.pk,
        click=Click(click.actor_id, uuid5(click.key, "message"), None, click.at),
        body=brief.text,
        files=brief.files,
    )
    request = OfferRequest.objects.create(
        id=request_id,
        conversation=conversation,
        message=message,
        buyer_id=click.actor_id,
        seller_id=seller_id,
        gig_id=brief.gig_id,
        budget_minor=brief.budget_minor,
        wanted_by=brief.wanted_by,
        terms=stored(brief.terms) if brief.terms else {},
        created_at=click.at,
    )
    outbox.put("offers.request", {"request_id": str(request.pk)}, key=f"request:{request.pk}")
    return request


@transaction.atomic
def withdraw_request(*, request_id: UUID, click: Click) -> OfferRequest:
    """The buyer does not need the offer any more. Raises RequestClosed, Forbidden (not the buyer)."""
    replay = claim(click, "withdraw_request", {"request": str(request_id)})
    request = OfferRequest.objects.select_related("buyer").get(pk=request_id)
    if request.buyer_id != click.actor_id:
        raise Forbidden
    if replay is not None:
        return request
    if not close_request(request, RequestState.WITHDRAWN, at=click.at):
        raise RequestClosed
    text = f"{request.buyer.label} withdrew the request for an offer."
    system_line(request.conversation_id, text, "", click.at)
    request.refresh_from_db()
    return request


def _check(brief: Brief, click: Click) -> None:
    if not brief.text:
        raise Invalid("Say what you need.", field="text")
    low = settings.PRICE_MIN_MINOR
    high = settings.PRICE_MAX_MINOR * settings.OFFER_MILESTONES_MAX
    if brief.budget_minor is not None and not low <= brief.budget_minor <= high:
        words = f"Choose an amount from {format_money(low)} to {format_money(high)}."
        raise Invalid(words, field="budget")
    if brief.wanted_by is not None and brief.wanted_by < _today(click.actor_id, click.at):
        raise Invalid("Choose a day that is still to come.", field="wanted_by")


def _today(user_id: int, at: datetime) -> date:
    return timezone.localtime(at, User.objects.get(pk=user_id).zone).date()


def _check_room(conversation: Conversation, buyer_id: int) -> None:
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    if conversation.requests.filter(buyer_id=buyer_id, state=RequestState.OPEN).count() >= OPEN_MAX:
        raise TooManyRequests
