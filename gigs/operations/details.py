"""The Overview tab: a gig begins here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from accounts.models import User
from config.shared.errors import Forbidden, Invalid
from gigs.eligibility import gig_milestones
from gigs.models import Gig, Subcategory
from gigs.notifications import milestones_hidden
from gigs.operations.editing import locked_gig, terms_moved, words_moved

OPENING = "I will "
_SUFFIX = "bcdfghjkmnpqrstvwxz23456789"


@dataclass(frozen=True, slots=True)
class OverviewDraft:
    """What the tab holds; ``title`` includes its opening words."""

    title: str
    subcategory_id: int
    tags: tuple[str, ...] = ()


@transaction.atomic
def create_gig(*, owner_id: int, title: str, subcategory_id: int, tags: Sequence[str] = ()) -> Gig:
    """Begin a draft. Raises Forbidden for a suspended member, Invalid for a title or subcategory that cannot be."""
    owner = User.objects.get(pk=owner_id)
    if not owner.in_good_standing:
        raise Forbidden("Your account is suspended. You cannot begin a new gig.")
    draft = _checked(title=title, subcategory_id=subcategory_id, tags=tags)
    gig = Gig(seller=owner, subcategory_id=subcategory_id, title=draft.title, tags=list(draft.tags))
    gig.slug = new_slug(draft.title)
    gig.save(force_insert=True)
    return gig


@transaction.atomic
def save_overview(
    *,
    gig_id: int,
    owner_id: int,
    content_version: int,
    title: str,
    subcategory_id: int,
    tags: Sequence[str] = (),
) -> Gig:
    """Store title, subcategory and tags. A change of subcategory moves the terms too and may hide the milestones."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    draft = _checked(title=title, subcategory_id=subcategory_id, tags=tags)
    before = gig_milestones(gig)
    words_moved(gig, title=draft.title, tags=list(draft.tags))
    if gig.subcategory_id != subcategory_id:
        terms_moved(gig, subcategory=Subcategory.objects.get(pk=subcategory_id))
        milestones_hidden(gig, before=before)
    return gig


def _checked(*, title: str, subcategory_id: int, tags: Sequence[str]) -> OverviewDraft:
    if not title.startswith(OPENING) or not title.removeprefix(OPENING).strip():
        raise Invalid("Start the title with “I will” and say what you do.", field="title")
    if len(title) > settings.TITLE_MAX:
        raise Invalid(f"Keep the title within {settings.TITLE_MAX} characters.", field="title")
    if len(tags) > settings.TAGS_MAX:
        raise Invalid(f"Use at most {settings.TAGS_MAX} tags.", field="tags")
    if not Subcategory.objects.filter(pk=subcategory_id).exists():
        raise Invalid("Choose a subcategory from the list.", field="subcategory")
    return OverviewDraft(title=title, subcategory_id=subcategory_id, tags=tuple(dict.fromkeys(tags)))


def new_slug(title: str) -> str:
    """A readable address that never changes and that no other gig has; the ending keeps equal titles apart."""
    words = slugify(title.removeprefix(OPENING))[:80].strip("-") or "gig"
    slug = f"{words}-{get_random_string(5, _SUFFIX)}"
    return new_slug(title) if Gig.objects.filter(slug=slug).exists() else slug
