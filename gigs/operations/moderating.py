"""Staff take a gig off the market, and let it back; each decision leaves a row with its reason."""

from datetime import datetime

from django.db import transaction

from config.shared.errors import Invalid
from gigs.models import Gig, GigDecision
from gigs.notifications import moderated
from gigs.states import STAFF, GigAction
from gigs.transitions import move


@transaction.atomic
def deny_gig(*, gig_id: int, actor_id: int, reason: str, at: datetime) -> Gig:
    """Staff take a gig off the market; the owner reads the reason. Raises Invalid without one."""
    return _moderate(gig_id=gig_id, actor_id=actor_id, action=GigAction.DENY, reason=reason, at=at)


@transaction.atomic
def allow_gig(*, gig_id: int, actor_id: int, reason: str, at: datetime) -> Gig:
    """Staff lift a denial; the gig is paused until its owner resumes it."""
    return _moderate(gig_id=gig_id, actor_id=actor_id, action=GigAction.ALLOW, reason=reason, at=at)


def _moderate(*, gig_id: int, actor_id: int, action: GigAction, reason: str, at: datetime) -> Gig:
    if not reason:
        raise Invalid("Give the reason; the seller will read it.", field="reason")
    gig = Gig.objects.select_for_update().get(pk=gig_id)
    move(gig, action, role=STAFF, at=at, reason=reason if action == GigAction.DENY else "")
    GigDecision.objects.create(gig=gig, actor_id=actor_id, action=action, reason=reason, created_at=at)
    moderated(gig)
    return gig
