"""What going on with an ended order would mean, in words and figures (product.md 5.2, row 17; 5.3)."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from config.shared.components import MoneyPreview, MoneyRow
from config.shared.durations import in_words
from config.shared.money import format_money
from orders import deadlines
from orders.ledger.shares import settle
from orders.models import OrderMilestone
from orders.queries.case import Case
from orders.queries.resumptions import remaining
from orders.queries.words import counted, moment_words, named
from orders.states import Act


def _ask(case: Case) -> MoneyPreview:
    until = moment_words(case.resuming.until) if case.resuming else ""
    return MoneyPreview(
        f"{case.other.label} can agree until {until}. Then a new order begins with what never began, at the amounts,"
        " rates and times that you agreed. Asking charges nothing, and this order stays completed.",
        _rows(case),
        _total(case),
        (_first(case), *_reused(case)),
    )


def _agree(case: Case) -> MoneyPreview:
    return MoneyPreview(
        "A new order begins with what never began, at the amounts, rates and times that you agreed. Nothing is charged"
        " by agreeing.",
        _rows(case),
        _total(case),
        (_first(case), *_reused(case)),
    )


def _decline(case: Case) -> MoneyPreview:
    return MoneyPreview(
        f"Nothing is charged and the order stays completed. {case.other.label} is told and may ask once more."
    )


def _withdraw(case: Case) -> MoneyPreview:
    return MoneyPreview(f"The order stays completed. {case.other.label} is told, and you may ask once more.")


def _rows(case: Case) -> tuple[MoneyRow, ...]:
    """The buyer reads what each will be charged, the seller what each will bring."""
    return tuple(MoneyRow(one.name, _figure(case, one)) for one in remaining(case.standing))


def _total(case: Case) -> MoneyRow:
    total = sum(_figure(case, one) for one in remaining(case.standing))
    return MoneyRow("In all, with the service fee" if case.is_buyer else "You get in all", total)


def _figure(case: Case, one: OrderMilestone) -> int:
    return one.total_minor if case.is_buyer else _take_home(case, one)


def _take_home(case: Case, one: OrderMilestone) -> int:
    return settle(
        amount_minor=one.amount_minor,
        fee_minor=one.fee_minor,
        released_minor=one.amount_minor,
        commission_bp=case.order.commission_bp,
    ).to_seller


def _first(case: Case) -> str:
    first = remaining(case.standing)[0]
    time = in_words(deadlines.window(case.order.windows, "FIRST_PAYMENT_WINDOW") + timedelta(0))
    if case.is_buyer:
        charge = format_money(first.total_minor)
        return f"You then pay {named(first)}, {charge}, within {time}; each of the others only when you start it."
    buyer = case.other.label
    return f"{buyer} then pays {named(first)} within {time}. Do not start before we tell you that it is paid."


def _reused(case: Case) -> tuple[str, ...]:
    asked = len(case.order.questions)
    return (
        (f"The answers to your {counted(asked, 'question')} come along.",)
        if asked and not case.is_buyer
        else ()
    )


RESUMPTIONS: Mapping[Act, Callable[[Case], MoneyPreview]] = {
    Act.RESUME: _ask,
    Act.AGREE_RESUME: _agree,
    Act.DECLINE_RESUME: _decline,
    Act.WITHDRAW_RESUME: _withdraw,
}
