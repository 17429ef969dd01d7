"""The receipt of proposed changes: what is charged or goes back, when, and what is not (product.md 5.3)."""

from config.shared.components import MoneyPreview, MoneyRow
from config.shared.money import fee_of, format_money
from orders.amending.plan import Plan
from orders.queries.amendments import plan_shown
from orders.queries.case import Case
from orders.queries.words import named


def money_of(case: Case, plan: Plan) -> MoneyPreview:
    """The receipt of a plan: what is charged or goes back, when, and what is not."""
    return _charges(case, plan) if plan.charge_minor else _gives_back(case, plan)


def _charges(case: Case, plan: Plan) -> MoneyPreview:
    buyer, name = case.order.buyer.label, named(case.milestone)
    who = "you pay" if case.is_buyer else f"{buyer} pays"
    rows = (
        MoneyRow(f"More for {case.milestone.name}", plan.difference_minor),
        MoneyRow("Service fee", plan.fee_minor, muted=True),
    )
    if not case.is_buyer:
        commission = fee_of(case.milestone.amount_minor + plan.difference_minor, case.order.commission_bp)
        commission -= fee_of(case.milestone.amount_minor, case.order.commission_bp)
        rows = (rows[0], MoneyRow("Commission", -commission, muted=True))
        return MoneyPreview(
            f"Everything takes effect when {who} the difference. It is held for {name} until that is accepted.",
            rows,
            MoneyRow("You get more", plan.difference_minor - commission),
        )
    return MoneyPreview(
        f"Everything takes effect when {who} the difference. It is held for you until you accept {name}.",
        rows,
        MoneyRow("Charged", plan.charge_minor),
    )


def _gives_back(case: Case, plan: Plan) -> MoneyPreview:
    if not plan.refund_minor:
        nothing = MoneyRow("Nothing is charged", 0)
        later = ("What has not begun is charged only when it is started.",) if case.following else ()
        return MoneyPreview("It takes effect as soon as it is accepted.", total=nothing, notes=later)
    to = "you" if case.is_buyer else case.order.buyer.label
    rows = (
        MoneyRow(f"Less for {case.milestone.name}, back to {to}", -plan.difference_minor),
        MoneyRow(f"Service fee, back to {to}", -plan.fee_minor, muted=True),
    )
    return MoneyPreview(
        "It takes effect as soon as it is accepted, and the difference goes back with its fee.",
        rows,
        MoneyRow("Refunded", plan.refund_minor),
        (
            f"Nothing is charged. {format_money(case.milestone.amount_minor + plan.difference_minor)} stays held.",
        ),
    )


def accept_preview(case: Case) -> MoneyPreview:
    """What a yes does, and paying after it."""
    return money_of(case, plan_shown(case))


def refuse_preview(case: Case) -> MoneyPreview:
    """A no, or taking it back: nothing."""
    del case
    return MoneyPreview("Everything stays as it was agreed, and the other side is told. No money moves.")


def propose_preview(case: Case) -> MoneyPreview:
    """What proposing does by itself."""
    other = case.other.label
    return MoneyPreview(
        f"{other} is asked and can accept or refuse. Nothing changes and nothing is charged before that."
    )
