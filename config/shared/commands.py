"""One-time ids of forms: the same click twice has one effect."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db import connection, models

from config.shared import clock
from config.shared.errors import Stale
from config.shared.models import Command
from config.shared.prepared import Sending


@dataclass(frozen=True, slots=True)
class Click:
    """What a person's form carries into an operation.

    Who, which one-time id, which version was shown, when.
    """

    actor_id: int
    key: uuid.UUID
    version: int | None
    at: datetime


_INSERT = (
    "INSERT INTO shared_command (key, actor_id, name, outcome, created_at) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (key) DO NOTHING"
)
_KEY, _MOMENT = models.UUIDField(), models.DateTimeField()


def claim(click: Click, name: str, outcome: dict[str, str]) -> dict[str, str] | None:
    """Write the command inside the caller's transaction; None when it is new.

    The same id again returns the first outcome, to be replayed. Raises Stale when the id was used by somebody
    else or for another command. On PostgreSQL a second click waits here until the first has committed or
    rolled back.
    """
    writing = claiming(click, name, outcome)
    with connection.cursor() as cursor:
        cursor.execute(writing.statement, writing.values)
        new = cursor.rowcount == 1
    return None if new else first_outcome(click, name)


def claiming(click: Click, name: str, outcome: dict[str, str]) -> Sending:
    """What ``claim`` writes, for whoever sends it along with a question: one row when the command is new."""
    values = [
        _KEY.get_db_prep_value(click.key, connection),
        click.actor_id,
        name,
        json.dumps(outcome),
        _MOMENT.get_db_prep_value(click.at, connection),
    ]
    return Sending(_INSERT, values)


def first_outcome(click: Click, name: str) -> dict[str, str]:
    """What the command that has this id already came to.

    Raises Stale when the id was used by somebody else or for another command.
    """
    first = Command.objects.get(pk=click.key)
    if first.actor_id != click.actor_id or first.name != name:
        raise Stale
    return dict(first.outcome)


def forget(click: Click) -> None:
    """Take the command back, in its own transaction: it came to nothing, and the same id again is judged anew."""
    Command.objects.filter(pk=click.key).delete()


class CommandForm(forms.Form):
    """A form that moves money or state: carries a one-time id and the version its page shows."""

    command = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def click(self, actor_id: int) -> Click:
        """Read the click of a valid form."""
        return Click(
            actor_id=actor_id,
            key=self.cleaned_data["command"],
            version=self.cleaned_data.get("version"),
            at=clock.now(),
        )


def fresh_command(version: int | None = None) -> dict[str, object]:
    """Initial values for a CommandForm that is about to be rendered."""
    return {"command": uuid.uuid4(), "version": version}
