"""A gig enters and leaves the market by its owner's hand."""

from django.db import transaction

from config.shared.commands import Click, claim
from config.shared.errors import Forbidden, Refusal
from gigs.checklist import Missing, missing
from gigs.models import Gig
from gigs.operations.editing import locked_gig
from gigs.states import OWNER, GigAction
from gigs.transitions import move


class NotReady(Refusal):
    """The check list is not empty; ``missing`` holds what is on it."""

    def __init__(self, items: tuple[Missing, ...]) -> None:
        """Keep the list for the page."""
        self.missing = items
        super().__init__("Some things are missing: " + " ".join(item.text for item in items))


@transaction.atomic
def publish_gig(*, gig_id: int, click: Click) -> Gig:
    """Bring a draft to the market. Raises NotReady, NotPossible, Forbidden (suspended member), Stale."""
    return _go_live(gig_id=gig_id, click=click, action=GigAction.PUBLISH)


@transaction.atomic
def resume_gig(*, gig_id: int, click: Click) -> Gig:
    """Bring a paused gig back. Raises as ``publish_gig``."""
    return _go_live(gig_id=gig_id, click=click, action=GigAction.RESUME)


@transaction.atomic
def pause_gig(*, gig_id: int, click: Click) -> Gig:
    """Take no new orders; the page stays and says so. Running orders go on."""
    if claim(click, f"gigs.{GigAction.PAUSE}", {}) is not None:
        return locked_gig(gig_id=gig_id, owner_id=click.actor_id)
    gig = locked_gig(gig_id=gig_id, owner_id=click.actor_id, version=click.version)
    move(gig, GigAction.PAUSE, role=OWNER, at=click.at)
    return gig


def _go_live(*, gig_id: int, click: Click, action: GigAction) -> Gig:
    if claim(click, f"gigs.{action}", {}) is not None:
        return locked_gig(gig_id=gig_id, owner_id=click.actor_id)
    gig = locked_gig(gig_id=gig_id, owner_id=click.actor_id, version=click.version)
    if not gig.seller.in_good_standing:
        raise Forbidden("Your account is suspended. Your gigs stay off the market.")
    lacking = missing(gig)
    if lacking:
        raise NotReady(lacking)
    move(gig, action, role=OWNER, at=click.at)
    return gig
