"""What accepting an offer by the month charges now and every month, as if the first one were paid at this moment."""

from config.shared.components import MoneyPreview, MoneyRow, Post
from config.shared.money import format_money
from offers.queries.sheets import Sheet
from orders.queries.words import counted


def plan_text(sheet: Sheet) -> str:
    """The plan in a sentence."""
    later = counted(sheet.months - 1, "more month")
    return (
        f"{format_money(sheet.first)} now, then the same by itself for {later}. Every month: {sheet.work}."
        " Cancel at any time before the next payment."
    )


def plan_posts(sheet: Sheet) -> tuple[Post, ...]:
    """One post for each month: its date and all that is charged on it."""
    return tuple(
        Post(number, one.label, price=format_money(one.total), when=one.when)
        for number, one in enumerate(sheet.payments, 1)
    )


def plan_preview(sheet: Sheet, seller_name: str) -> MoneyPreview:
    """What is charged at once, and what later."""
    first, later = sheet.payments[0], counted(sheet.months - 1, "more time")
    return MoneyPreview(
        sentence=(
            f"Month 1 is charged now and held until you accept its delivery; then it goes to {seller_name}. Each"
            " next month is charged on its day, without asking again, until you cancel."
        ),
        rows=(MoneyRow("Month 1", first.amount), MoneyRow("Service fee", first.fee, muted=True)),
        total=MoneyRow("Charged now", first.total),
        notes=(f"Then {format_money(first.total)} with the fee, {later}, on the other dates.",),
    )
