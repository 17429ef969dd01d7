"""What a seller is told about an own gig: bell entries through the outbox."""

import uuid
from typing import Any

from config.shared import clock, outbox
from gigs.eligibility import Eligibility, gig_milestones
from gigs.models import Gig
from gigs.states import GigState

HIDDEN = "gigs.milestones_hidden"
MODERATED = "gigs.moderated"


def milestones_hidden(gig: Gig, *, before: Eligibility) -> None:
    """Tell the seller when an edit made a live gig's milestones invisible; they are kept."""
    after = gig_milestones(gig)
    if before.ok and not after.ok and gig.state == GigState.ACTIVE and gig.milestone_count:
        text = f"Customers no longer see the milestones of “{gig.title}”: {after.reason} They are kept."
        _tell(HIDDEN, gig, text=text, url=f"/selling/gigs/{gig.slug}/description/#milestones")


def moderated(gig: Gig) -> None:
    """Tell the seller what staff decided."""
    if gig.state == GigState.DENIED:
        text = f"“{gig.title}” was taken off the market: {gig.denied_reason}"
    else:
        text = f"“{gig.title}” is allowed again. It is paused until you resume it."
    _tell(MODERATED, gig, text=text, url=f"/selling/gigs/{gig.slug}/publish/")


def _tell(kind: str, gig: Gig, *, text: str, url: str) -> None:
    payload: dict[str, Any] = {
        "user_id": gig.seller_id,
        "key": f"{kind}:{gig.pk}:{gig.version}",
        "text": text,
        "url": url,
        "at": clock.now().isoformat(),
    }
    outbox.put(kind, payload, key=f"{kind}:{uuid.uuid4()}")
