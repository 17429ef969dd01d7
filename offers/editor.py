"""The offer editor: what concerns the whole, and rows that keep what was typed, with or without JavaScript."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict

from config.shared import clock
from config.shared.components import Post
from config.shared.money import BadAmount, format_money, parse_amount
from gigs.models import Gig
from offers import terms as limits
from offers.forms import MONTHS, OfferForm, RowForm
from offers.kinds import KindRules, rules_of
from offers.models import Offer, OfferRequest
from offers.operations.drafting import Desk
from offers.queries.months import charge_days, month_names, month_posts, usual_period
from offers.queries.sheets import Payment, Rates, payments_of, rates_now
from offers.queries.starting import converted, rows_of_offer
from offers.rows import BLANK_ROW, Arranged, Row, as_posted, clean_row, kept_text, typed_rows
from offers.states import Kind, State
from offers.terms import BadTerms, OfferTerms

WHOLE_FIELDS = ("note", "expiry_days", "with_questions", "months")
TEXTS = ("note", "expiry_days", "months")


@dataclass(frozen=True, slots=True)
class Live:
    """What the rows come to so far, in minor units; amounts that cannot be read yet are left out."""

    posts: tuple[Post, ...]
    payments: tuple[Payment, ...]
    amount: int
    commission: int
    take_home: int
    fee: int
    days: int
    back_loaded: bool

    @property
    def total(self) -> int:
        """All that the buyer is charged, service fees included."""
        return self.amount + self.fee


@dataclass(slots=True)
class Editor:
    """The form of one offer. ``replaces``: the sent offer it is a version of; ``draft_id``: where it is kept."""

    gig: Gig
    kind: Kind
    form: OfferForm
    rows: list[RowForm]
    typed: list[Row]
    draft_id: UUID
    version: int | None = None
    window: str = ""
    replaces: Offer | None = None
    request: OfferRequest | None = None
    fault: str = ""
    said: str = ""
    undo: str = ""
    elsewhere: Offer | None = None
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def rules(self) -> KindRules:
        """The line of its order type."""
        return rules_of(self.kind)

    @property
    def can_add(self) -> bool:
        """There is room for another row."""
        return len(self.rows) < self.rules.rows_max

    @property
    def can_remove(self) -> bool:
        """More rows than the least."""
        return len(self.rows) > self.rules.rows_min

    @property
    def commented_rows(self) -> list[tuple[RowForm, str]]:
        """Each row with what the buyer wants changed in it."""
        return [
            (form, self.notes.get(str(row.get("was", "")), ""))
            for form, row in zip(self.rows, self.typed, strict=True)
        ]

    @property
    def months(self) -> int:
        """How many months are chosen; 0 where there are none."""
        text = str(self.form["months"].value() or "") if self.rules.by_month else ""
        return int(text) if text in MONTHS else 0

    @property
    def live(self) -> Live:
        """Computed by the same code as fees and commissions."""
        rates = rates_now()
        if self.rules.by_month:
            return self._live_months(rates)
        read = [
            (_name(row, n), amount)
            for n, row in enumerate(self.typed, start=1)
            if (amount := _amount(row)) is not None
        ]
        payments = payments_of(read, rates, self.kind)
        amount = sum(payment.amount for payment in payments)
        take_home = payments[-1].earned if payments else 0
        return Live(
            posts=tuple(_post(row, n) for n, row in enumerate(self.typed, start=1)),
            payments=payments,
            amount=amount,
            commission=amount - take_home,
            take_home=take_home,
            fee=sum(payment.fee for payment in payments),
            days=sum(map(_days, self.typed)),
            back_loaded=limits.is_back_loaded([payment.amount for payment in payments]),
        )

    def _live_months(self, rates: Rates) -> Live:
        amount, months, now = _amount(self.typed[0]) if self.typed else None, self.months, clock.now()
        rows = [(name, amount) for name in month_names(months)] if amount is not None else []
        payments = payments_of(rows, rates, self.kind, charge_days(now, months, usual_period("")))
        whole, take_home = sum(payment.amount for payment in payments), payments[-1].earned if payments else 0
        return Live(
            posts=month_posts(now, months, usual_period("")),
            payments=payments,
            amount=whole,
            commission=whole - take_home,
            take_home=take_home,
            fee=sum(payment.fee for payment in payments),
            days=_days(self.typed[0]) if self.typed else 0,
            back_loaded=False,
        )

    @property
    def desk(self) -> Desk:
        """Where and how it is kept."""
        data = self.form.data if self.form.is_bound else self.form.initial
        texts = {name: kept_text(data.get(name, "")) for name in TEXTS}
        return Desk(
            draft_id=self.draft_id,
            version=self.version,
            window=self.window,
            supersedes_id=self.replaces.pk if self.replaces else None,
            request_id=self.request.pk if self.request else None,
            typed={
                **texts,
                "with_questions": bool(data.get("with_questions")),
                "rows": [clean_row(row) for row in self.typed],
            },
        )

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
            months=int(data["months"]) if self.rules.by_month and data["months"] else None,
        )

    def blame(self, refused: BadTerms) -> None:
        """Put the operation's faults beside their fields."""
        for fault in refused.faults:
            if fault.row is not None and fault.row < len(self.rows):
                self.rows[fault.row].add_error(fault.field, fault.message)
            else:
                self.form.add_error(fault.field if fault.field in self.form.fields else None, fault.message)


def blank(gig: Gig, kind: Kind, rows: Sequence[Row] = (), note: str = "") -> Editor:
    """A new offer: ``rows`` to begin with, else the least number of them, all empty."""
    start = list(rows) or [dict(BLANK_ROW) for _ in range(rules_of(kind).rows_min)]
    return _unchecked(gig, kind, OfferForm(initial={"note": note, "with_questions": True}), start)


def from_draft(draft: Offer, kind: Kind | None = None) -> Editor:
    """The seller's draft, to go on with; as another ``kind``, the first rows are taken along.

    What it was to replace is left out when that is not open any more.
    """
    typed = draft.typed or {}
    rows = [clean_row(row) for row in typed["rows"]] if typed else rows_of_offer(draft.milestones.all())
    chosen = kind or Kind(draft.kind)
    if chosen != draft.kind:
        rows = converted(rows, rules_of(chosen))
    initial = {name: typed.get(name, "") for name in WHOLE_FIELDS} if typed else _whole_of(draft)
    editor = _unchecked(draft.gig, chosen, OfferForm(initial=initial), rows)
    editor.draft_id, editor.version, editor.request = draft.pk, draft.version, draft.request
    if draft.supersedes is not None and draft.supersedes.state == State.SENT:
        editor.replaces = draft.supersedes
    return editor


def from_offer(offer: Offer, *, as_version: bool) -> Editor:
    """The terms of an offer that was sent: as its next version, or to send them again when it is closed."""
    rows = rows_of_offer(offer.milestones.all(), as_version=as_version)
    editor = _unchecked(offer.gig, Kind(offer.kind), OfferForm(initial=_whole_of(offer)), rows)
    editor.replaces = offer if as_version else None
    return editor


def from_post(gig: Gig, kind: Kind, data: QueryDict) -> Editor:
    """What was typed, to be checked."""
    rows = typed_rows(data)
    posted = as_posted(rows)
    forms = [RowForm(posted, prefix=f"rows-{n}", kind=kind) for n in range(len(rows))]
    return _at_desk(Editor(gig, kind, OfferForm(data), forms, rows, uuid4()), data)


def from_act(gig: Gig, kind: Kind, data: QueryDict, done: Arranged) -> Editor:
    """What was typed with its rows rearranged, unchecked; a refused act is said in ``fault``."""
    initial = {name: data.get(name, "") for name in TEXTS}
    form = OfferForm(initial={**initial, "with_questions": "with_questions" in data})
    editor = _at_desk(_unchecked(gig, kind, form, done.rows), data)
    editor.fault, editor.said = done.fault, done.said
    editor.undo = json.dumps(done.undo) if done.undo else ""
    if done.focus is not None and done.focus < len(editor.rows):
        field = "name" if editor.rules.named else "amount"
        editor.rows[done.focus].fields[field].widget.attrs["data-focus"] = True
    return editor


def _whole_of(offer: Offer) -> dict[str, Any]:
    return {
        "note": offer.note,
        "expiry_days": str(offer.expiry_days or ""),
        "with_questions": bool(offer.questions),
        "months": str(offer.months or ""),
    }


def _at_desk(editor: Editor, data: QueryDict) -> Editor:
    """Which draft the form belongs to, as its hidden fields say."""
    editor.draft_id = _uuid(data.get("draft", "")) or editor.draft_id
    version = data.get("version", "")
    editor.version = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else None  # noqa: PLR2004
    editor.window = _hex(data.get("window", "")) or editor.window
    return editor


def _unchecked(gig: Gig, kind: Kind, form: OfferForm, rows: list[Row]) -> Editor:
    forms = [RowForm(initial=row, prefix=f"rows-{n}", kind=kind) for n, row in enumerate(rows)]
    return Editor(gig, kind, form, forms, rows, uuid4(), window=uuid4().hex)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _hex(text: str) -> str:
    found = _uuid(text)
    return found.hex if found else ""


def _amount(row: Mapping[str, Any]) -> int | None:
    try:
        return parse_amount(str(row.get("amount", "")))
    except BadAmount:
        return None


def _days(row: Mapping[str, Any]) -> int:
    text = str(row.get("days", "")).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0  # noqa: PLR2004


def _name(row: Mapping[str, Any], number: int) -> str:
    return str(row.get("name") or f"Milestone {number}")[:120]


def _post(row: Mapping[str, Any], number: int) -> Post:
    """A row as the buyer's rail would show it, as far as it can be read."""
    amount, days = _amount(row), _days(row)
    return Post(
        number=number,
        name=_name(row, number),
        price="" if amount is None else format_money(amount),
        when=f"{days} day{'' if days == 1 else 's'}" if days else "",
        zoom=bool(row.get("zoom")),
    )
