"""The page on which changes are proposed: what is paid, and the rows of what has not begun."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from offers.kinds import KindRules, rules_of
from offers.rows import Row as Typed
from offers.rows import arranged, as_posted, typed_rows
from offers.states import Kind as OfferKind
from orders.amending import Changes
from orders.amending.plan import not_begun, paid_one
from orders.amending.rules import MILESTONES_MAX, BadChanges
from orders.forms.amending import PaidForm, PlannedForm, planned_initial
from orders.queries.case import Case
from orders.states import Kind

ROW = "rows-{}"


@dataclass(slots=True)
class AmendmentEditor:
    """``rows`` None where an order is paid in one piece. ``said``, ``undo``: what an act on the rows did."""

    case: Case
    form: PaidForm
    rows: list[PlannedForm] | None
    said: str = ""
    undo: str = ""
    focus: int | None = None

    @property
    def room(self) -> KindRules:
        """How many rows there may be: the least, and what 6 leaves, milestones that began counted."""
        least = 1 if paid_one(self.case.standing) is None else 0
        begun = len(self.case.standing.milestones) - len(not_begun(self.case.standing))
        return replace(rules_of(OfferKind.MILESTONES), rows_min=least, rows_max=MILESTONES_MAX - begun)

    @property
    def can_add(self) -> bool:
        """There is room for another row."""
        return self.rows is not None and len(self.rows) < self.room.rows_max

    @property
    def can_remove(self) -> bool:
        """More rows than the least."""
        return self.rows is not None and len(self.rows) > self.room.rows_min

    def is_valid(self) -> bool:
        """Everything typed can be read."""
        return all([self.form.is_valid(), *(row.is_valid() for row in self.rows or ())])

    def changes(self) -> Changes:
        """What is proposed; only of a valid editor."""
        if self.rows is None:
            return self.form.changes(None)
        places = {str(one.position): one.pk for one in not_begun(self.case.standing)}
        return self.form.changes(tuple(row.row(places) for row in self.rows))

    def blame(self, refused: BadChanges) -> None:
        """Say each fault beside its field."""
        for name, words in refused.faults:
            if name.startswith("row-") and self.rows is not None:
                _, number, of_row = name.split("-")
                self.rows[int(number)].add_error(of_row, words)
            else:
                self.form.add_error(name if name in self.form.fields else None, words)


def blank_editor(case: Case, hidden: dict[str, Any]) -> AmendmentEditor:
    """The order as it stands."""
    form = PaidForm(initial=hidden, paid=paid_one(case.standing))
    rows = [planned_initial(one) for one in not_begun(case.standing)]
    return AmendmentEditor(case, form, _forms(case, rows, bound=False))


def typed_editor(case: Case, data: QueryDict) -> AmendmentEditor:
    """What was typed, to be read."""
    form = PaidForm(data, paid=paid_one(case.standing))
    return AmendmentEditor(case, form, _forms(case, typed_rows(data), bound=True))


def again(case: Case, data: QueryDict, hidden: dict[str, Any], act: str = "") -> AmendmentEditor:
    """The page once more with what was typed and fresh hidden values; ``act`` adds, removes or moves a row."""
    typed = {
        name: data.get(name, "") for name in ("days", "amount", "revisions", "price", "note") if name in data
    }
    form = PaidForm(initial={**typed, **hidden}, paid=paid_one(case.standing))
    editor = AmendmentEditor(case, form, _forms(case, rows := typed_rows(data), bound=False))
    if act and editor.rows is not None:
        done = arranged(rows, editor.room, act, data.get("undo", ""))
        editor.rows = _forms(case, done.rows, bound=False)
        editor.said, editor.focus = done.fault or done.said, done.focus
        editor.undo = json.dumps(done.undo) if done.undo else ""
    return editor


def _forms(case: Case, rows: Sequence[Typed], *, bound: bool) -> list[PlannedForm] | None:
    if case.order.kind != Kind.MILESTONES:
        return None
    data = as_posted(list(rows)) if bound else None
    return [
        PlannedForm(data, initial=row, prefix=ROW.format(number), kind=OfferKind.MILESTONES)
        for number, row in enumerate(rows)
    ]
