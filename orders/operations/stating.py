"""What both sides say in an open dispute, with files (product.md 5.2, row 13; 8)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from config.shared.commands import Click
from config.shared.errors import Invalid, Refusal
from orders.models import Dispute, Order, Statement, StatementFile
from orders.operations.acting import carry_out
from orders.operations.files import StoredFile, stored
from orders.operations.telling import tell
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import allowed, note

FOLDER = "disputes"
STATEMENTS_MAX = 20
"""Of one side, in one dispute: each of them is mailed to the other."""


class EnoughSaid(Refusal):
    """A side has used all its statements."""

    default_message = f"You have made {STATEMENTS_MAX} statements. Our staff decide on what was said."


def add_statement(*, order_id: UUID, text: str, click: Click, uploads: Sequence[UploadedFile] = ()) -> Order:
    """Say more in an open dispute, with evidence; the other side and staff read it, and no clock moves.

    Raises Invalid beside ``text`` or ``files``, EnoughSaid, NotInThisState.
    """
    if not text.strip():
        raise Invalid("Write what our staff should know.", field="text")
    with stored(FOLDER, uploads) as kept:

        def do(standing: Standing, actor: Actor) -> None:
            allowed(standing, Act.ADD_STATEMENT, actor.role)
            dispute, files = open_dispute_of(standing), kept.take()
            if dispute.statements.filter(role=actor.role).count() >= STATEMENTS_MAX:
                raise EnoughSaid
            write_statement(dispute, actor, text, files, click.at)
            data = {"text": text, "files": [file.name for file in files]}
            tell(note(standing, Act.ADD_STATEMENT, actor, click.at, data))

        return carry_out(order_id, click, "add_statement", do, loose=True)


def open_dispute_of(standing: Standing) -> Dispute:
    """The dispute that stops the locked order's clocks. Raises Dispute.DoesNotExist."""
    return Dispute.objects.get(order=standing.order, closed_at__isnull=True)


def write_statement(
    dispute: Dispute, actor: Actor, text: str, files: Sequence[StoredFile], at: datetime
) -> Statement:
    """Write a statement and its files, in the caller's transaction."""
    statement = Statement.objects.create(dispute=dispute, role=actor.role, text=text, at=at)
    StatementFile.objects.bulk_create(
        StatementFile(
            statement=statement, stored=file.path, name=file.name, size=file.size, sha256=file.sha256
        )
        for file in files
    )
    return statement
