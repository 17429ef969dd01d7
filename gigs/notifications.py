"""What a seller is told about an own gig: bell and mail, through the outbox."""

from datetime import datetime
from typing import Any

from django.conf import settings

from accounts.notifications import mail, ring
from config.shared import clock, outbox
from gigs.eligibility import Eligibility, gig_milestones
from gigs.models import Gig
from gigs.states import GigState

TOLD = "gigs.told"


@outbox.handler(TOLD)
def tell(payload: dict[str, Any]) -> None:
    """Ring and mail one event."""
    ring(
        user_id=payload["user_id"],
        key=payload["key"],
        text=payload["text"],
        url=payload["url"],
        at=datetime.fromisoformat(payload["at"]),
    )
    mail(
        user_id=payload["user_id"],
        key=payload["key"],
        subject=payload["subject"],
        template="notice",
        context={"lines": [payload["text"]], "url": payload["url"], "button": "Open your gig"},
        kind="gigs",
        quiet=bool(payload.get("quiet")),
    )


def milestones_hidden(gig: Gig, *, before: Eligibility) -> None:
    """Tell the seller when an edit made a live gig's milestones invisible; they are kept."""
    after = gig_milestones(gig)
    if before.ok and not after.ok and gig.state == GigState.ACTIVE and gig.milestone_count:
        text = f"Customers no longer see the milestones of “{gig.title}”: {after.reason} They are kept."
        _put("hidden", gig, subject="Your milestones are hidden", text=text, tab="description")


def moderated(gig: Gig) -> None:
    """Tell the seller what staff decided."""
    denied = gig.state == GigState.DENIED
    text = (
        f"“{gig.title}” was taken off the market: {gig.denied_reason} Orders that run go on. Mend it and write to"
        f" {settings.SUPPORT_EMAIL}, or write there if you think that this is wrong."
        if denied
        else f"“{gig.title}” is allowed again. It is paused until you resume it."
    )
    subject = "Your gig was taken off the market" if denied else "Your gig is allowed again"
    _put("moderated", gig, subject=subject, text=text, tab="publish")


def _put(name: str, gig: Gig, *, subject: str, text: str, tab: str) -> None:
    key = f"gig-{name}:{gig.pk}:{gig.version}"
    payload = {
        "user_id": gig.seller_id,
        "key": key,
        "subject": subject,
        "text": text,
        "url": f"/selling/gigs/{gig.slug}/{tab}/",
        "at": clock.now().isoformat(),
    }
    outbox.put(TOLD, payload, key=key)
