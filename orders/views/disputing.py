"""Either side hands a milestone to Milepost, says more, or takes it back (product.md 5.2, row 13)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.errors import Forbidden
from config.shared.pages import render_page
from orders import access
from orders.forms import DisputeForm, StatementForm, SureForm
from orders.models import Dispute, Order
from orders.operations.disputing import open_dispute, withdraw_dispute
from orders.operations.stating import add_statement
from orders.queries.actions import actions_for, can
from orders.queries.case import Case, case_of
from orders.queries.dispute_file import dispute_file
from orders.queries.disputes import dispute_of, latest_dispute
from orders.queries.verdicts import verdicts
from orders.states import Act
from orders.views.acts import ActPage, act_page, page_of_act

OPENED = "The dispute is open. Both of you hear from us."
DISPUTE = ActPage(
    Act.OPEN_DISPUTE,
    "Open a dispute",
    DisputeForm,
    lambda order, form, click: open_dispute(
        order_id=order.pk,
        statement=form.cleaned_data["statement"],
        uploads=form.cleaned_data["files"],
        click=click,
    ),
    done=OPENED,
    danger=True,
)
STATEMENT = ActPage(
    Act.ADD_STATEMENT,
    "Add a statement",
    StatementForm,
    lambda order, form, click: add_statement(
        order_id=order.pk,
        text=form.cleaned_data["text"],
        uploads=form.cleaned_data["files"],
        click=click,
    ),
    done="Your statement is part of the case. The other side is told.",
)
WITHDRAW = ActPage(
    Act.WITHDRAW_DISPUTE,
    "Withdraw dispute",
    SureForm,
    lambda order, _, click: withdraw_dispute(order_id=order.pk, click=click),
    done="The dispute is withdrawn, and the order goes on.",
)


@declared(Policy.PARTY)
@page_of_act
def order_dispute(request: HttpRequest, number: str) -> HttpResponse:
    """Say what is wrong; all clocks stand still from then on. While a dispute is open, and after it: its case."""
    order, role = access.order_for(request.user, number)
    case = case_of(order, role, clock.now())
    found = None if request.method == "POST" or can(case, Act.OPEN_DISPUTE) else latest_dispute(order)
    return act_page(request, order, role, DISPUTE) if found is None else _show(request, case, found)


@declared(Policy.PARTY)
@require_safe
def order_past_dispute(request: HttpRequest, number: str, dispute_id: UUID) -> HttpResponse:
    """One dispute of the order, open or decided."""
    order, role = access.order_for(request.user, number)
    found = dispute_of(order, dispute_id)
    if found is None:
        raise Http404
    return _show(request, case_of(order, role, clock.now()), found)


@declared(Policy.PARTY)
@page_of_act
def order_statement(request: HttpRequest, number: str) -> HttpResponse:
    """Say more, with files, while staff have not decided."""
    return act_page(request, *access.order_for(request.user, number), STATEMENT)


@declared(Policy.PARTY)
@page_of_act
def order_withdraw_dispute(request: HttpRequest, number: str) -> HttpResponse:
    """The opener takes the dispute back."""
    order, role = access.order_for(request.user, number)
    case = case_of(order, role, clock.now())
    if case.dispute is not None and case.dispute.opener_role != role:
        raise Forbidden
    return act_page(request, order, role, WITHDRAW)


def _show(request: HttpRequest, case: Case, dispute: Dispute) -> HttpResponse:
    file = dispute_file(case, dispute)
    order: Order = case.order
    context = {
        "case": case,
        "order": order,
        "file": file,
        "milestone": case.standing.milestones[dispute.position - 1],
        "actions": actions_for(case) if file.is_open else [],
        "verdicts": verdicts(case) if file.is_open else (),
    }
    return render_page(request, "orders/order_dispute.html", context)
