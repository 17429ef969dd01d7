"""What the seller needs to begin (product.md 5.2, row 2)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from config.shared.commands import Click
from config.shared.errors import Invalid
from orders.models import Answer, Order
from orders.operations.acting import carry_out
from orders.operations.files import StoredFile, stored
from orders.operations.funding import begin_work
from orders.states import Act
from orders.transitions import Actor, Standing, allowed


def answer_requirements(
    *, order_id: UUID, texts: Mapping[int, str], uploads: Mapping[int, UploadedFile], click: Click
) -> Order:
    """The buyer answers the questions, by their index; the work clock of milestone 1 starts.

    Raises Invalid beside ``question_<index>`` for a required one left empty; TooLate, Stale, NotInThisState,
    NotYourPart.
    """
    indexes: Sequence[int] = sorted(uploads)
    with stored("requirements", [uploads[i] for i in indexes]) as kept:
        files = dict(zip(indexes, kept, strict=True))

        def do(standing: Standing, actor: Actor) -> None:
            allowed(standing, Act.ANSWER_REQUIREMENTS, actor.role)
            _write_answers(standing.order, texts, files)
            begin_work(standing, Act.ANSWER_REQUIREMENTS, actor, click.at)

        return carry_out(order_id, click, "answer_requirements", do)


def _write_answers(order: Order, texts: Mapping[int, str], files: Mapping[int, StoredFile]) -> None:
    answers = []
    for index, question in enumerate(order.questions):
        text, file = texts.get(index, "").strip(), files.get(index)
        if question["required"] and not text and file is None:
            raise Invalid("The seller needs this answer to begin.", field=f"question_{index}")
        if question["kind"] == "choice" and text and text not in question["choices"]:
            raise Invalid("Choose one of the answers.", field=f"question_{index}")
        answer = Answer(order=order, position=index, question=question["text"], text=text)
        if file is not None:
            answer.stored.name, answer.name = file.path, file.name
        answers.append(answer)
    Answer.objects.bulk_create(answers)


def skip_requirements(*, order_id: UUID, click: Click) -> Order:
    """The seller begins without the answers. Raises TooLate, Stale, NotInThisState, NotYourPart."""

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.SKIP_REQUIREMENTS, actor.role)
        begin_work(standing, Act.SKIP_REQUIREMENTS, actor, click.at)

    return carry_out(order_id, click, "skip_requirements", do)
