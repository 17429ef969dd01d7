"""What staff can decide, and what each decision would do with the money: by the code that carries it out."""

from dataclasses import dataclass

from config.shared.components import MoneyPreview, MoneyRow
from config.shared.money import format_money
from orders import deadlines
from orders.queries.case import Case
from orders.queries.pausing import running_again
from orders.queries.shares import shares_of
from orders.queries.words import listed, moment_words, named
from orders.states import Act


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision and its receipt."""

    title: str
    preview: MoneyPreview


def verdicts(case: Case) -> tuple[Verdict, ...]:
    """The three decisions as both sides read of them; the parts of a split are an example, half and half."""
    half = case.milestone.amount_minor // 2
    return (
        Verdict("The work goes on", verdict_preview(case, Act.DECIDE_CONTINUE, None)),
        Verdict("The money is split, for example in halves", verdict_preview(case, Act.DECIDE_SPLIT, half)),
        Verdict("The milestone counts as accepted", verdict_preview(case, Act.DECIDE_RELEASE, None)),
    )


def verdict_preview(case: Case, act: Act, released_minor: int | None) -> MoneyPreview:
    """What a decision would do now. ``released_minor``: the seller's part of a split, before commission."""
    if act == Act.DECIDE_CONTINUE:
        sentence = "No money moves. The order goes on where it stood, and its clocks run on."
        return MoneyPreview(sentence, notes=tuple(running_again(case)))
    amount = case.milestone.amount_minor
    split = act == Act.DECIDE_SPLIT
    return MoneyPreview(
        _split_words(case, released_minor or 0) if split else _release_words(case),
        _rows(case, (released_minor or 0) if split else amount),
        MoneyRow("Held, and its service fee", case.milestone.total_minor),
        _never(case) if split else (),
    )


def _rows(case: Case, released_minor: int) -> tuple[MoneyRow, ...]:
    shares, order = shares_of(case.standing, released_minor), case.order
    rows = (
        MoneyRow(f"To {order.seller.label}", shares.to_seller),
        MoneyRow("Commission", shares.commission, muted=True),
        MoneyRow(f"Back to {order.buyer.label}", shares.back_to_buyer),
        MoneyRow(f"Service fee back to {order.buyer.label}", shares.fee_back, muted=True),
        MoneyRow("Service fee kept", shares.fee_kept, muted=True),
    )
    return tuple(row for row in rows if row.amount_minor)


def _split_words(case: Case, released_minor: int) -> str:
    earned = released_minor or case.standing.paid_before
    return f"{named(case.milestone)} and the order end here, as {'completed' if earned else 'cancelled'}."


def _release_words(case: Case) -> str:
    following = case.standing.next
    if following is None:
        return f"{named(case.milestone)} counts as accepted, and the order is completed."
    until = moment_words(case.at + deadlines.window(case.order.windows, "FUNDING_WINDOW"))
    return (
        f"{named(case.milestone)} counts as accepted. Nothing is charged: {case.order.buyer.label} has until {until} to"
        f" start {named(following)} or to stop; after that the order ends as completed."
    )


def _never(case: Case) -> tuple[str, ...]:
    """What will never be charged when the order ends here."""
    if not case.following:
        return ()
    total = format_money(sum(one.total_minor for one in case.following))
    are = "is" if len(case.following) == 1 else "are"
    return (f"{listed([named(one) for one in case.following])} ({total} with the fee) {are} never charged.",)
