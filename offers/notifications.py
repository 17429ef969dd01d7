"""Who is told what about offers and messages; carried out by the outbox after commit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from accounts.notifications import mail, ring
from config.shared import outbox
from config.shared.components import Post
from config.shared.money import format_money
from offers.models import Message, Offer, OfferRequest
from offers.queries.sheets import sheet_of


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to say to one member."""

    user_id: int
    subject: str
    lines: tuple[str, ...]
    button: str = "See the offer"
    facts: tuple[tuple[str, str], ...] = ()
    posts: tuple[Post, ...] = ()


def _sent(offer: Offer) -> tuple[Notice, ...]:
    sheet = sheet_of(offer, offer.sent_at or offer.created_at)
    until = _until(offer)
    new = offer.supersedes_id is not None
    lines = (
        offer.title,
        *(["It replaces the earlier version, which can no longer be accepted."] if new else []),
        f"You can accept it until {until} (your time). Nothing is charged before you do.",
    )
    facts = (
        ("Price", format_money(sheet.amount)),
        ("Service fee", format_money(sheet.fee)),
        ("Charged first", format_money(sheet.first)),
        ("Time", f"{sheet.days} days"),
    )
    subject = f"{offer.seller.label} sent you {'a new version of an offer' if new else 'an offer'}"
    return (Notice(offer.buyer_id, subject, lines, facts=facts, posts=sheet.posts),)


def _declined(offer: Offer) -> tuple[Notice, ...]:
    lines = (f"“{offer.title}” was declined.", f"Reason: {offer.decline_reason}")
    return (Notice(offer.seller_id, f"{offer.buyer.label} declined your offer", lines),)


def _withdrawn(offer: Offer) -> tuple[Notice, ...]:
    lines = (f"“{offer.title}” is no longer open. Nothing was charged.",)
    return (Notice(offer.buyer_id, f"{offer.seller.label} withdrew an offer", lines),)


def _expired(offer: Offer) -> tuple[Notice, ...]:
    lines = (f"“{offer.title}” was not answered in time. Nothing was charged.",)
    return (
        Notice(offer.seller_id, f"Your offer to {offer.buyer.label} expired", lines),
        Notice(offer.buyer_id, f"An offer of {offer.seller.label} expired", lines),
    )


def _released(offer: Offer) -> tuple[Notice, ...]:
    """Nothing: the order that was not paid tells both sides, once. Effects that were written before come by here."""
    del offer
    return ()


def _changes(offer: Offer) -> tuple[Notice, ...]:
    said = {comment.position: comment.body for comment in offer.comments.all()}
    names = {row.position: row.name for row in offer.milestones.all()}
    lines = (
        f"“{offer.title}” stays open as it is until you send a new version.",
        *(f"{names.get(position, 'The offer')}: {body}" for position, body in said.items()),
    )
    subject = f"{offer.buyer.label} asked for changes to your offer"
    return (Notice(offer.seller_id, subject, lines),)


def _reminded(offer: Offer) -> tuple[Notice, ...]:
    lines = (
        f"“{offer.title}” can be accepted until {_until(offer)} (your time).",
        "Nothing is charged if you let it pass.",
    )
    return (Notice(offer.buyer_id, f"An offer of {offer.seller.label} ends soon", lines),)


def _until(offer: Offer) -> str:
    return date_format(timezone.localtime(offer.expires_at, offer.buyer.zone), "D j M, H:i")


NOTICES: dict[str, Callable[[Offer], tuple[Notice, ...]]] = {
    "sent": _sent,
    "declined": _declined,
    "withdrawn": _withdrawn,
    "changes": _changes,
    "reminded": _reminded,
    "expired": _expired,
    "released": _released,
}


@outbox.handler("offers.event")
def tell_event(payload: dict[str, Any]) -> None:
    """Bell and mail about something that happened to an offer. Again is harmless: both are unique by key."""
    offer = (
        Offer.objects.select_related("seller", "buyer")
        .prefetch_related("milestones")
        .get(pk=payload["offer_id"])
    )
    event = payload["event"].partition(":")[0]
    at = _moment(offer, payload)
    for notice in NOTICES[event](offer):
        key = f"offer:{offer.pk}:{payload['event']}"
        _tell(
            notice,
            key=key,
            url=f"/offers/{offer.pk}/",
            kind="offers",
            at=at,
            payload=payload,
        )


def _moment(offer: Offer, payload: dict[str, Any]) -> datetime:
    """When it happened."""
    if said := payload.get("at"):
        return datetime.fromisoformat(said)
    at = offer.sent_at if payload["event"] == "sent" else offer.closed_at
    return at or offer.created_at


@outbox.handler("offers.request")
def tell_request(payload: dict[str, Any]) -> None:
    """Bell and mail about a buyer who asks for an offer; in the place of those about its message."""
    request = OfferRequest.objects.select_related("buyer", "message").get(pk=payload["request_id"])
    budget = request.budget_minor
    facts = (
        *((("Budget", format_money(budget)),) if budget is not None else ()),
        *((("Wanted by", date_format(request.wanted_by, "D j M")),) if request.wanted_by else ()),
    )
    subject = f"{request.buyer.label} asked you for an offer"
    lines = (request.message.body[:400],)
    notice = Notice(request.seller_id, subject, lines, "Open the conversation", facts)
    _tell(
        notice,
        key=f"request:{request.pk}",
        url=f"/inbox/{request.conversation_id}/",
        kind="offers",
        at=request.created_at,
        payload=payload,
    )


@outbox.handler("offers.message")
def tell_message(payload: dict[str, Any]) -> None:
    """Bell and mail about a new message; the operation puts one per conversation until it is opened (product.md 4)."""
    message = Message.objects.select_related("sender").get(pk=payload["message_id"])
    name = message.sender.label if message.sender else "Milepost"
    text = message.body or "You were sent files."
    notice = Notice(payload["recipient_id"], f"{name} wrote to you", (text[:400],), "Open the conversation")
    url = f"/inbox/{message.conversation_id}/"
    _tell(
        notice, key=f"message:{message.pk}", url=url, kind="messages", at=message.created_at, payload=payload
    )


def _tell(notice: Notice, *, key: str, url: str, kind: str, at: datetime, payload: dict[str, Any]) -> None:
    ring(user_id=notice.user_id, key=key, text=notice.subject, url=url, at=at)
    mail(
        user_id=notice.user_id,
        key=key,
        subject=notice.subject,
        template=f"offers_{'message' if kind == 'messages' else 'event'}",
        context={
            "lines": notice.lines,
            "facts": notice.facts,
            "posts": notice.posts,
            "url": url,
            "button": notice.button,
        },
        kind=kind,
        quiet=bool(payload.get("quiet")),
    )
