"""The Requirements tab: what the seller has to know before the work starts."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from config.shared.errors import Invalid, Stale
from gigs.models import Gig, Question, QuestionKind
from gigs.operations.editing import LimitReached, locked_gig, words_moved
from gigs.operations.numbering import inserted, moved, renumber

CHOICES_MIN, CHOICES_MAX = 2, 10


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question as typed; ``choices`` only for the kind ``choice``."""

    text: str
    kind: str = QuestionKind.TEXT
    choices: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class RemovedQuestion:
    """Everything needed to bring a removed question back: plain values for a signed form."""

    position: int
    text: str
    kind: str
    choices: tuple[str, ...]
    required: bool

    @property
    def draft(self) -> QuestionDraft:
        """The question as it was typed."""
        return QuestionDraft(self.text, self.kind, tuple(self.choices), self.required)


@transaction.atomic
def add_question(*, gig_id: int, owner_id: int, content_version: int, draft: QuestionDraft) -> Question:
    """Append a question. Raises LimitReached, Invalid (field ``text``, ``kind`` or ``choices``), Stale."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    question = _append(gig, draft, count=gig.questions.count())
    words_moved(gig)
    return question


@transaction.atomic
def edit_question(
    *, gig_id: int, owner_id: int, content_version: int, question_id: int, draft: QuestionDraft
) -> Question:
    """Store an edited question."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    question = _question_of(gig, question_id)
    _fill(question, draft)
    question.save(update_fields=["text", "kind", "choices", "required"])
    words_moved(gig)
    return question


@transaction.atomic
def remove_question(*, gig_id: int, owner_id: int, content_version: int, question_id: int) -> RemovedQuestion:
    """Take a question away; ``restore_question`` brings the answer back."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    row = _question_of(gig, question_id)
    removed = RemovedQuestion(row.position, row.text, row.kind, tuple(row.choices), row.required)
    row.delete()
    renumber(Question, list(gig.questions.values_list("pk", flat=True)))
    words_moved(gig)
    return removed


@transaction.atomic
def restore_question(
    *, gig_id: int, owner_id: int, content_version: int, removed: RemovedQuestion
) -> Question:
    """Undo a removal, at its old place. Raises LimitReached, Stale the second time."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    ids = list(gig.questions.values_list("pk", flat=True))
    question = _append(gig, removed.draft, count=len(ids))
    renumber(Question, inserted(ids, question.pk, removed.position))
    words_moved(gig)
    return question


@transaction.atomic
def move_question(
    *, gig_id: int, owner_id: int, content_version: int, question_id: int, direction: str
) -> Question:
    """Move a question ``up``, ``down`` or to a place."""
    gig = locked_gig(gig_id=gig_id, owner_id=owner_id, content_version=content_version)
    question = _question_of(gig, question_id)
    order = moved(list(gig.questions.values_list("pk", flat=True)), question.pk, direction)
    renumber(Question, order)
    words_moved(gig)
    question.position = order.index(question.pk) + 1
    return question


def _append(gig: Gig, draft: QuestionDraft, *, count: int) -> Question:
    if count >= settings.QUESTIONS_MAX:
        raise LimitReached(f"A gig asks at most {settings.QUESTIONS_MAX} questions.")
    question = Question(gig=gig, position=count + 1)
    _fill(question, draft)
    question.save(force_insert=True)
    return question


def _question_of(gig: Gig, question_id: int) -> Question:
    question = Question.objects.filter(pk=question_id).first()
    if question is None:
        raise Stale("This question was removed meanwhile.")
    if question.gig_id != gig.pk:
        raise Question.DoesNotExist
    return question


def _fill(question: Question, draft: QuestionDraft) -> None:
    if not draft.text:
        raise Invalid("Write the question.", field="text")
    if draft.kind not in QuestionKind.values:
        raise Invalid("Choose how customers answer.", field="kind")
    choice = draft.kind == QuestionKind.CHOICE
    if choice and not CHOICES_MIN <= len(draft.choices) <= CHOICES_MAX:
        raise Invalid(f"Write {CHOICES_MIN} to {CHOICES_MAX} choices, one a line.", field="choices")
    question.text, question.kind, question.required = draft.text, draft.kind, draft.required
    question.choices = list(draft.choices) if choice else []
