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
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import allowed


def answer_requirements(
    *,
    order_id: UUID,
    texts: Mapping[int, str],
    uploads: Mapping[int, UploadedFile],
    click: Click,
    earlier: Mapping[int, Answer] | None = None,
) -> Order:
    """The buyer answers the questions, by their index; the work clock of milestone 1 starts.

    ``earlier``: answers in the order that this one repeats, whose files are used again. Raises Invalid beside
    ``question_<index>`` for a required one left empty; TooLate, Stale, NotInThisState, NotYourPart.
    """
    indexes: Sequence[int] = sorted(uploads)
    with stored("requirements", [uploads[i] for i in indexes]) as kept:

        def do(standing: Standing, actor: Actor) -> None:
            allowed(standing, Act.ANSWER_REQUIREMENTS, actor.role)
            files = dict(zip(indexes, kept.take(), strict=True))
            again = _files_of(standing.order, earlier or {})
            _write_answers(standing.order, texts, {**again, **files})
            begin_work(standing, Act.ANSWER_REQUIREMENTS, actor, click.at)

        return carry_out(order_id, click, "answer_requirements", do)


def _files_of(order: Order, earlier: Mapping[int, Answer]) -> dict[int, StoredFile]:
    """The files stay where they are: two orders show the same one."""
    return {
        index: StoredFile(str(one.stored.name), one.name, one.stored.size, "")
        for index, one in earlier.items()
        if one.stored and one.order_id == order.repeats_id
    }


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
