"""The offer editor's rows: added, moved and removed without losing what was typed, with or without JavaScript."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from config.shared.money import BadAmount, fee_of, format_plain, parse_amount
from gigs.models import Gig
from offers import terms as limits
from offers.forms import UNLIMITED, OfferForm, RowForm
from offers.models import Offer
from offers.states import Kind, State
from offers.terms import BadTerms, OfferTerms

ROW_FIELDS = ("name", "description", "amount", "days", "revisions", "zoom")
BLANK_ROW: dict[str, Any] = {"revisions": "1"}
SHOWN_MAX = 12
_ACT = re.compile(r"(add|remove|up|down)(?:-([0-9]{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the rows add up to so far, in minor units; rows that cannot be read yet are left out."""

    amount: int
    take_home: int
    commission: int
    back_loaded: bool


@dataclass(slots=True)
class Editor:
    """The form of one offer: what concerns the whole, and its rows. ``replaces``: the sent offer it is a version of."""

    gig: Gig
    kind: Kind
    form: OfferForm
    rows: list[RowForm]
    fault: str = ""
    replaces: Offer | None = None
    typed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_milestones(self) -> bool:
        """Several rows, each with a name."""
        return self.kind == Kind.MILESTONES

    @property
    def can_add(self) -> bool:
        """There is room for another row."""
        return self.is_milestones and len(self.rows) < settings.OFFER_MILESTONES_MAX

    @property
    def can_remove(self) -> bool:
        """More rows than the least."""
        return len(self.rows) > settings.OFFER_MILESTONES_MIN

    @property
    def totals(self) -> Totals:
        """Computed by the same code as fees and commissions."""
        amounts = [amount for amount in map(_amount, self.typed) if amount is not None]
        commission = sum(fee_of(amount, settings.SELLER_COMMISSION_BP) for amount in amounts)
        total = sum(amounts)
        return Totals(total, total - commission, commission, limits.is_back_loaded(amounts))

    def is_valid(self) -> bool:
        """Check everything, so that every fault is said at once."""
        return all([self.form.is_valid(), *(row.is_valid() for row in self.rows)])

    def terms(self) -> OfferTerms:
        """The terms of a valid editor."""
        data = self.form.cleaned_data
        return OfferTerms(
            gig_id=self.gig.pk,
            kind=self.kind,
            rows=tuple(row.terms(self.gig.title) for row in self.rows),
            note=data["note"],
            expiry_days=int(data["expiry_days"]) if data["expiry_days"] else None,
            with_questions=data["with_questions"],
        )

    def blame(self, refused: BadTerms) -> None:
        """Put the operation's faults beside their fields."""
        for fault in refused.faults:
            if fault.row is not None and fault.row < len(self.rows):
                self.rows[fault.row].add_error(fault.field, fault.message)
            else:
                self.form.add_error(fault.field if fault.field in self.form.fields else None, fault.message)


def blank(gig: Gig, kind: Kind) -> Editor:
    """A new offer: the least number of rows, all empty."""
    count = settings.OFFER_MILESTONES_MIN if kind == Kind.MILESTONES else 1
    return _unchecked(gig, kind, OfferForm(), [dict(BLANK_ROW) for _ in range(count)])


def from_draft(draft: Offer) -> Editor:
    """The seller's draft, to go on with. What it was to replace is left out when that is not open any more."""
    editor = _from_offer(draft)
    if draft.supersedes is not None and draft.supersedes.state == State.SENT:
        editor.replaces = draft.supersedes
    return editor


def from_sent(offer: Offer) -> Editor:
    """The terms of a sent offer, to make a new version of."""
    editor = _from_offer(offer)
    editor.replaces = offer
    return editor


def _from_offer(draft: Offer) -> Editor:
    rows = [
        {
            "name": row.name,
            "description": row.description,
            "amount": format_plain(row.amount_minor),
            "days": str(row.days),
            "revisions": UNLIMITED if row.revisions is None else str(row.revisions),
            "zoom": row.zoom,
        }
        for row in draft.milestones.all()
    ]
    initial = {
        "note": draft.note,
        "expiry_days": str(draft.expiry_days or ""),
        "with_questions": bool(draft.questions),
    }
    return _unchecked(draft.gig, Kind(draft.kind), OfferForm(initial=initial), rows)


def from_post(gig: Gig, kind: Kind, data: Mapping[str, Any]) -> Editor:
    """What was typed, to be checked."""
    count = _count(data)
    rows = [RowForm(data, prefix=f"rows-{n}", kind=kind) for n in range(count)]
    return Editor(gig, kind, OfferForm(data), rows, typed=_typed(data, count))


def rearranged(gig: Gig, kind: Kind, data: Mapping[str, Any], act: str) -> Editor:
    """What was typed with one row added, removed or moved (``add``, ``remove-2``, ``up-2``, ``down-2``), unchecked.

    A seventh row is refused with words in ``fault``.
    """
    rows = _typed(data, _count(data))
    fault, focus = _apply(rows, kind, act)
    initial = {name: data.get(name, "") for name in ("note", "expiry_days")}
    form = OfferForm(initial={**initial, "with_questions": "with_questions" in data})
    editor = _unchecked(gig, kind, form, rows)
    editor.fault = fault
    for row in editor.rows:
        if row.prefix == focus:
            row.fields["name"].widget.attrs["data-focus"] = True
    return editor


def _apply(rows: list[dict[str, Any]], kind: Kind, act: str) -> tuple[str, str]:
    """Change the list in place; returns (what is refused, the row that gets the focus)."""
    match = _ACT.fullmatch(act)
    if match is None or kind != Kind.MILESTONES:
        return "", ""
    verb, at = match[1], int(match[2] or 0)
    if verb == "add":
        return _add(rows)
    if at >= len(rows):
        return "", ""
    return _remove(rows, at) if verb == "remove" else _move(rows, at, at - 1 if verb == "up" else at + 1)


def _add(rows: list[dict[str, Any]]) -> tuple[str, str]:
    if len(rows) >= settings.OFFER_MILESTONES_MAX:
        return f"An offer has up to {settings.OFFER_MILESTONES_MAX} milestones.", ""
    rows.append(dict(BLANK_ROW))
    return "", f"rows-{len(rows) - 1}"


def _remove(rows: list[dict[str, Any]], at: int) -> tuple[str, str]:
    if len(rows) <= settings.OFFER_MILESTONES_MIN:
        return f"Milestone offers have at least {settings.OFFER_MILESTONES_MIN} milestones.", ""
    del rows[at]
    return "", f"rows-{max(at - 1, 0)}"


def _move(rows: list[dict[str, Any]], at: int, to: int) -> tuple[str, str]:
    if not 0 <= to < len(rows):
        return "", f"rows-{at}"
    rows[at], rows[to] = rows[to], rows[at]
    return "", f"rows-{to}"


def _unchecked(gig: Gig, kind: Kind, form: OfferForm, rows: list[dict[str, Any]]) -> Editor:
    forms = [RowForm(initial=row, prefix=f"rows-{n}", kind=kind) for n, row in enumerate(rows)]
    return Editor(gig, kind, form, forms, typed=rows)


def _count(data: Mapping[str, Any]) -> int:
    text = str(data.get("rows", ""))
    return min(int(text), SHOWN_MAX) if text.isascii() and text.isdigit() and len(text) < 4 else 0  # noqa: PLR2004


def _typed(data: Mapping[str, Any], count: int) -> list[dict[str, Any]]:
    rows = [{name: data.get(f"rows-{n}-{name}", "") for name in ROW_FIELDS} for n in range(count)]
    return [{**row, "zoom": bool(row["zoom"])} for row in rows]


def _amount(row: dict[str, Any]) -> int | None:
    try:
        return parse_amount(str(row.get("amount", "")))
    except BadAmount:
        return None
