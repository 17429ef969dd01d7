"""What asking for a cancellation, and each answer to it, would do: by the code that settles it (product.md 5.3)."""

from collections.abc import Callable, Mapping

from config.shared.components import MoneyPreview, MoneyRow
from config.shared.durations import in_words
from config.shared.money import format_money
from orders import deadlines
from orders.queries.case import Case
from orders.queries.shares import shares_of
from orders.queries.words import moment_words, named, never
from orders.states import Act, MilestoneStatus, Role

NOTHING = MoneyRow("No money moves", 0)


def cancelled_preview(case: Case, released_minor: int) -> MoneyPreview:
    """What cancelling with this split does: the seller's part of the amount in minor units."""
    shares, order, name = shares_of(case.standing, released_minor), case.order, named(case.milestone)
    seller, buyer = _label(case, Role.SELLER), _label(case, Role.BUYER)
    rows = (
        MoneyRow(f"To {seller}, after commission", shares.to_seller),
        MoneyRow("Commission", shares.commission, muted=True),
        MoneyRow(f"Back to {buyer}", shares.back_to_buyer),
        MoneyRow("Service fee back", shares.fee_back, muted=True),
        MoneyRow("Service fee kept", shares.fee_kept, muted=True),
    )
    ends = "completed" if released_minor or case.standing.paid_before else "cancelled"
    rest = [one for one in case.following if one.position > order.current]
    return MoneyPreview(
        f"{name} is cancelled, and the order ends as {ends}.",
        tuple(row for row in rows if row.amount_minor),
        MoneyRow(
            "Refunded" if shares.refund == case.milestone.total_minor else "Held, with the fee",
            case.milestone.total_minor,
        ),
        tuple(filter(None, (never(rest), _card_words(case, shares.refund)))),
    )


def asking_preview(case: Case, released_minor: int | None) -> MoneyPreview:
    """What the request asks for, and what happens until it is answered; ``released_minor`` None: not readable yet."""
    amount = case.milestone.amount_minor
    if released_minor is None or not 0 <= released_minor <= amount:
        return MoneyPreview(f"Give the seller\u2019s part, from nothing to {format_money(amount)}.")
    money = cancelled_preview(case, released_minor)
    return MoneyPreview(
        f"If it is agreed: {money.sentence}", money.rows, money.total, (*money.notes, _waits(case))
    )


def _waits(case: Case) -> str:
    length = in_words(deadlines.window(case.order.windows, "CANCELLATION_ANSWER"))
    stands = " The time to answer the delivery stands still until then." if _is_delivered(case) else ""
    return f"{case.other.label} has {length} to answer. You can ask once for each delivery.{stands}"


def _is_delivered(case: Case) -> bool:
    return case.milestone.status == MilestoneStatus.DELIVERED


def _label(case: Case, role: Role) -> str:
    if case.role == role:
        return "you"
    return case.order.seller.label if role == Role.SELLER else case.order.buyer.label


def _card_words(case: Case, refund: int) -> str:
    return "Your part goes back to the card you paid with." if refund and case.is_buyer else ""


def _asks(case: Case) -> MoneyPreview:
    return asking_preview(case, 0)


def _agreed(case: Case) -> MoneyPreview:
    return cancelled_preview(case, case.request.released_minor if case.request else 0)


def _goes_on(case: Case) -> MoneyPreview:
    """The order after a refusal or a withdrawal: its clock runs on."""
    left = case.request.left_s if case.request else 0
    until = moment_words(deadlines.after_pause(left, case.at))
    if _is_delivered(case):
        runs = f"The time to answer the delivery runs on until {until}."
    elif case.milestone.due_at is None:
        runs = f"The time to answer the seller\u2019s questions runs on until {until}."
    else:
        runs = f"Work on {named(case.milestone)} goes on as before."
    held = format_money(case.milestone.amount_minor)
    return MoneyPreview(f"The order goes on, and {held} stays held. {runs}", (), NOTHING)


def _withdrawn(case: Case) -> MoneyPreview:
    money = _goes_on(case)
    return MoneyPreview(money.sentence, (), NOTHING, ("You can ask again after the next delivery.",))


def _end_unpaid(case: Case) -> MoneyPreview:
    """The seller ends it between an acceptance and the next payment."""
    kept = sum(one.kept_minor for one in case.standing.milestones)
    return MoneyPreview(
        f"The order ends as completed, and {case.order.buyer.label} is told. This cannot be taken back.",
        (MoneyRow("Accepted so far, stays yours before commission", kept),),
        NOTHING,
        (never(case.following), "Nothing is refunded."),
    )


CANCELLATIONS: Mapping[Act, Callable[[Case], MoneyPreview]] = {
    Act.REQUEST_CANCELLATION: _asks,
    Act.ACCEPT_CANCELLATION: _agreed,
    Act.REFUSE_CANCELLATION: _goes_on,
    Act.WITHDRAW_CANCELLATION: _withdrawn,
    Act.END_UNPAID: _end_unpaid,
}
