"""What an act would do, in words and figures, computed by the code that carries it out (product.md 5.3)."""

from collections.abc import Callable, Mapping

from config.shared.components import MoneyPreview, MoneyRow
from config.shared.durations import in_words
from config.shared.money import fee_of, format_money
from orders import deadlines
from orders.models import OrderMilestone
from orders.queries.amendment_previews import accept_preview, propose_preview, refuse_preview
from orders.queries.call_previews import CALL_PREVIEWS
from orders.queries.cancel_previews import CANCELLATIONS
from orders.queries.case import Case
from orders.queries.pausing import running_again
from orders.queries.resume_previews import RESUMPTIONS
from orders.queries.shares import shares_of
from orders.queries.turns import window_words
from orders.queries.words import counted, moment_words, named, never
from orders.states import Act
from orders.terms import Terms

NOTHING_CHARGED = MoneyRow("Nothing is charged", 0)
"""A sum of zero is its words alone."""


def preview(case: Case, act: Act) -> MoneyPreview:
    """The receipt beside the button of an act: who gets what, what is charged next, what never will be."""
    return _PREVIEWS[act](case)


def charge_rows(milestone: OrderMilestone) -> tuple[MoneyRow, ...]:
    """The lines of one charge."""
    return (
        MoneyRow(milestone.name, milestone.amount_minor),
        MoneyRow("Service fee", milestone.fee_minor, muted=True),
    )


def placing_preview(terms: Terms, seller_name: str) -> MoneyPreview:
    """What ordering on these terms charges now, and what later."""
    charges = [
        (row["name"], row["amount_minor"], fee_of(row["amount_minor"], terms.fee_bp)) for row in terms.rows
    ]
    (name, amount, fee), later = charges[0], charges[1:]
    notes = tuple(f"Later: “{later_name}”, {format_money(a + f)} with the fee" for later_name, a, f in later)
    if later:
        sentence = (
            f"“{name}” is charged now and held until you accept it. Each of the others is charged only when you"
            " start it; stop after any of them."
        )
    else:
        sentence = f"You pay once. The money is held for you until you accept; then it goes to {seller_name}."
    rows = (MoneyRow(name, amount), MoneyRow("Service fee", fee, muted=True))
    return MoneyPreview(sentence, rows, MoneyRow("Charged now", amount + fee), notes)


def _released(case: Case) -> str:
    return f"{named(case.milestone)} is accepted, and its {format_money(case.milestone.amount_minor)} goes to"


def _accept_and_continue(case: Case) -> MoneyPreview:
    following = case.standing.milestones[case.order.current]
    later = [m for m in case.following if m.position > following.position]
    seller = case.order.seller.label
    return MoneyPreview(
        f"{_released(case)} {seller}. Then {named(following)} is charged, and {seller} begins it.",
        charge_rows(following),
        MoneyRow("Charged now", following.total_minor),
        tuple(
            f"{named(m)}, {format_money(m.total_minor)} with the fee, is charged only when you start it."
            for m in later
        ),
    )


def _accept_and_stop(case: Case) -> MoneyPreview:
    seller = case.order.seller.label
    return MoneyPreview(
        f"{_released(case)} {seller}. The order ends as completed, and {seller} is told not to go on.",
        (MoneyRow(f"Released to {seller}", case.milestone.amount_minor),),
        NOTHING_CHARGED,
        (never(case.following), "Nothing is refunded."),
    )


def _accept_decide_later(case: Case) -> MoneyPreview:
    seller, following = case.order.seller.label, case.standing.milestones[case.order.current]
    until = moment_words(case.at + deadlines.window(case.order.windows, "FUNDING_WINDOW"))
    return MoneyPreview(
        f"{_released(case)} {seller}. You then have {window_words(case, 'FUNDING_WINDOW')}, until {until}, to start"
        f" {named(following)} or to stop.",
        (MoneyRow(f"Released to {seller}", case.milestone.amount_minor),),
        NOTHING_CHARGED,
        ("If you do neither, the order ends as completed and nothing more is ever charged.",),
    )


def _accept_final(case: Case) -> MoneyPreview:
    seller = case.order.seller.label
    return MoneyPreview(
        f"{_released(case)} {seller}. The order is completed.",
        (MoneyRow(f"Released to {seller}", case.milestone.amount_minor),),
        NOTHING_CHARGED,
    )


def _pay(case: Case) -> MoneyPreview:
    seller, milestone = case.order.seller.label, case.milestone
    later = [m for m in case.following if m.position > milestone.position]
    return MoneyPreview(
        f"The money is held for you until you accept {named(milestone)}. {seller} begins when it is paid.",
        charge_rows(milestone),
        MoneyRow("Charged now", milestone.total_minor),
        tuple(
            f"{named(m)}, {format_money(m.total_minor)} with the fee, is charged only when you start it."
            for m in later
        ),
    )


def _stop(case: Case) -> MoneyPreview:
    seller = case.order.seller.label
    kept = sum(m.kept_minor for m in case.standing.milestones)
    return MoneyPreview(
        f"The order ends as completed, and {seller} is told not to go on.",
        (MoneyRow(f"Accepted so far, stays with {seller}", kept),),
        NOTHING_CHARGED,
        (never(case.following), "Nothing is refunded."),
    )


def _cancel_very_late(case: Case) -> MoneyPreview:
    shares = shares_of(case.standing, 0)
    rest = [m for m in case.following if m.position > case.milestone.position]
    rows = (
        MoneyRow(f"{case.milestone.name}, back to you", shares.back_to_buyer),
        MoneyRow("Service fee, back to you", shares.fee_back, muted=True),
    )
    sentence = f"The order ends, and {case.order.seller.label} gets nothing for {named(case.milestone)}."
    notes = tuple(filter(None, (never(rest), "It goes back to the card you paid with.")))
    return MoneyPreview(sentence, rows, MoneyRow("Refunded", shares.refund), notes)


def _extend(case: Case) -> MoneyPreview:
    from_deadline = case.milestone.deadline_at or case.at
    until = moment_words(from_deadline + deadlines.window(case.order.windows, "EXTENSION"))
    held = format_money(case.milestone.amount_minor)
    return MoneyPreview(f"You can then answer until {until}. {held} stays held. Once for each delivery.")


def _request_revision(case: Case) -> MoneyPreview:
    left = case.milestone.revisions_left
    after = "You can ask as often as you need." if left is None else _after_this_one(left - 1)
    due = moment_words(deadlines.due_after_revision(case.at, case.milestone.left))
    return MoneyPreview(
        f"Nothing is charged, and {format_money(case.milestone.amount_minor)} stays held. {case.order.seller.label} has"
        f" until {due} to deliver again; then you have {acceptance_words(case)} to answer. {after}"
    )


def _after_this_one(left: int) -> str:
    if not left:
        return "This is the last of the agreed revisions."
    return f"After this one {counted(left, 'revision')} {'is' if left == 1 else 'are'} left."


def acceptance_words(case: Case) -> str:
    """How long each delivery of this order can be answered."""
    return in_words(deadlines.acceptance_deadline(case.order.kind, case.order.windows, case.at) - case.at)


def _deliver(case: Case) -> MoneyPreview:
    shares = shares_of(case.standing, case.milestone.amount_minor)
    clearing = window_words(case, "CLEARING")
    return MoneyPreview(
        f"{case.other.label} has {acceptance_words(case)} to accept or to ask for a change. Without an answer it"
        f" counts as accepted. Your part is available {clearing} after that.",
        (
            MoneyRow(case.milestone.name, case.milestone.amount_minor),
            MoneyRow("Commission", -shares.commission, muted=True),
        ),
        MoneyRow("You get", shares.to_seller),
    )


def _open_dispute(case: Case) -> MoneyPreview:
    return MoneyPreview(
        f"{format_money(case.milestone.amount_minor)} stays held and all clocks of the order stand still. Staff read"
        " what both of you wrote and delivered; they let the work go on, split the money, or release it to the seller."
    )


def _add_statement(case: Case) -> MoneyPreview:
    return MoneyPreview(
        f"{case.other.label} and our staff read it, with its files. No money moves, and all clocks stand still."
    )


def _withdraw_dispute(case: Case) -> MoneyPreview:
    notes = tuple(running_again(case))
    return MoneyPreview(
        "No money moves. The order goes on where it stood, and its clocks run on.", notes=notes
    )


def _skip_requirements(case: Case) -> MoneyPreview:
    due = moment_words(deadlines.work_due(case.at, case.milestone.days))
    return MoneyPreview(
        f"Your time starts now: {named(case.milestone)} is due {due}. {case.other.label} can still write to you."
    )


def _answer_requirements(case: Case) -> MoneyPreview:
    due = moment_words(deadlines.work_due(case.at, case.milestone.days))
    return MoneyPreview(f"Work begins when you send this; {named(case.milestone)} is then due {due}.")


def _post_update(case: Case) -> MoneyPreview:
    return MoneyPreview(
        f"{case.other.label} is told. An update is not a delivery: no money moves and no time starts."
    )


def _write_review(case: Case) -> MoneyPreview:
    other = case.other.label
    until = moment_words(case.reviews.until) if case.reviews else ""
    if case.reviews and case.reviews.other_wrote:
        return MoneyPreview(
            f"{other} has written already: both reviews are public at once, and stay as they are."
        )
    return MoneyPreview(
        f"It is public when {other} has written one too, at the latest {until}. Until then nobody can read it, and you"
        " can change it."
    )


def _reply_review(case: Case) -> MoneyPreview:
    return MoneyPreview(
        f"Everybody reads your reply below the review by {case.other.label}. You reply once, and it stays as it is."
    )


_PREVIEWS: Mapping[Act, Callable[[Case], MoneyPreview]] = {
    Act.PROPOSE_AMENDMENT: propose_preview,
    Act.ACCEPT_AMENDMENT: accept_preview,
    Act.PAY_AMENDMENT: accept_preview,
    Act.REFUSE_AMENDMENT: refuse_preview,
    Act.WITHDRAW_AMENDMENT: refuse_preview,
    Act.ACCEPT_AND_CONTINUE: _accept_and_continue,
    Act.ACCEPT_AND_STOP: _accept_and_stop,
    Act.ACCEPT_DECIDE_LATER: _accept_decide_later,
    Act.ACCEPT_FINAL: _accept_final,
    Act.PAY: _pay,
    Act.START_NEXT: _pay,
    Act.STOP: _stop,
    Act.CANCEL_VERY_LATE: _cancel_very_late,
    Act.EXTEND: _extend,
    Act.REQUEST_REVISION: _request_revision,
    Act.DELIVER: _deliver,
    Act.DELIVER_FINAL: _deliver,
    Act.OPEN_DISPUTE: _open_dispute,
    Act.ADD_STATEMENT: _add_statement,
    Act.WITHDRAW_DISPUTE: _withdraw_dispute,
    Act.SKIP_REQUIREMENTS: _skip_requirements,
    Act.ANSWER_REQUIREMENTS: _answer_requirements,
    Act.POST_UPDATE: _post_update,
    **CANCELLATIONS,
    **RESUMPTIONS,
    Act.WRITE_REVIEW: _write_review,
    Act.REPLY_REVIEW: _reply_review,
    **CALL_PREVIEWS,
}
