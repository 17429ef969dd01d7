"""Description and FAQ."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from config.shared.errors import Invalid, Stale
from gigs.models import FaqEntry, Gig
from gigs.operations.editing import LimitReached, locked_gig, words_moved
from gigs.operations.numbering import inserted, moved, renumber


@dataclass(frozen=True, slots=True)
class RemovedFaq:
    """Everything needed to bring a removed entry back: plain values for a signed form."""

    position: int
    question: str
    answer: str


@transaction.atomic
def save_description(*, gig_id: int, owner_id: int, content_version: int, description: str) -> Gig:
    """Store the description. Raises Invalid when it is empty or too long, Stale."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    if not description:
        raise Invalid("Describe what you do and what customers get.", field="description")
    if len(description) > settings.DESCRIPTION_MAX:
        raise Invalid(
            f"Keep the description within {settings.DESCRIPTION_MAX:,} characters.", field="description"
        )
    if gig.description != description:
        words_moved(gig, description=description)
    return gig


@transaction.atomic
def add_faq(*, gig_id: int, owner_id: int, content_version: int, question: str, answer: str) -> FaqEntry:
    """Append an entry. Raises LimitReached, Invalid (field ``question`` or ``answer``), Stale."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    entry = _append(gig, question, answer, count=gig.faq.count())
    words_moved(gig)
    return entry


@transaction.atomic
def edit_faq(
    *, gig_id: int, owner_id: int, content_version: int, entry_id: int, question: str, answer: str
) -> FaqEntry:
    """Store an edited entry."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    entry = _entry_of(gig, entry_id)
    _check(question, answer)
    entry.question, entry.answer = question, answer
    entry.save(update_fields=["question", "answer"])
    words_moved(gig)
    return entry


@transaction.atomic
def remove_faq(*, gig_id: int, owner_id: int, content_version: int, entry_id: int) -> RemovedFaq:
    """Take an entry away; ``restore_faq`` brings the answer back."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    entry = _entry_of(gig, entry_id)
    removed = RemovedFaq(entry.position, entry.question, entry.answer)
    entry.delete()
    renumber(FaqEntry, list(gig.faq.values_list("pk", flat=True)))
    words_moved(gig)
    return removed


@transaction.atomic
def restore_faq(*, gig_id: int, owner_id: int, content_version: int, removed: RemovedFaq) -> FaqEntry:
    """Undo a removal, at its old place. Raises LimitReached, Stale the second time."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    ids = list(gig.faq.values_list("pk", flat=True))
    entry = _append(gig, removed.question, removed.answer, count=len(ids))
    renumber(FaqEntry, inserted(ids, entry.pk, removed.position))
    words_moved(gig)
    return entry


@transaction.atomic
def move_faq(*, gig_id: int, owner_id: int, content_version: int, entry_id: int, direction: str) -> FaqEntry:
    """Move an entry ``up``, ``down`` or to a place."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    entry = _entry_of(gig, entry_id)
    order = moved(list(gig.faq.values_list("pk", flat=True)), entry.pk, direction)
    renumber(FaqEntry, order)
    words_moved(gig)
    entry.position = order.index(entry.pk) + 1
    return entry


def _append(gig: Gig, question: str, answer: str, *, count: int) -> FaqEntry:
    if count >= settings.FAQ_MAX:
        raise LimitReached(f"A gig has at most {settings.FAQ_MAX} questions and answers.")
    _check(question, answer)
    return FaqEntry.objects.create(gig=gig, position=count + 1, question=question, answer=answer)


def _entry_of(gig: Gig, entry_id: int) -> FaqEntry:
    entry = FaqEntry.objects.filter(pk=entry_id).first()
    if entry is None:
        raise Stale("This entry was removed meanwhile.")
    if entry.gig_id != gig.pk:
        raise FaqEntry.DoesNotExist
    return entry


def _check(question: str, answer: str) -> None:
    if not question:
        raise Invalid("Write the question.", field="question")
    if not answer:
        raise Invalid("Write the answer.", field="answer")
