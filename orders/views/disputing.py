"""Either side hands a milestone to Milepost, or takes that back (product.md 5.2, row 13)."""

from django.http import HttpRequest, HttpResponse

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.errors import Forbidden
from orders import access
from orders.forms import DisputeForm, SureForm
from orders.operations.disputing import open_dispute, withdraw_dispute
from orders.queries.case import case_of
from orders.states import Act
from orders.views.acts import ActPage, act_page, page_of_act

DISPUTE = ActPage(
    Act.OPEN_DISPUTE,
    "Open a dispute",
    DisputeForm,
    lambda order, form, click: open_dispute(
        order_id=order.pk, statement=form.cleaned_data["statement"], click=click
    ),
    done="The dispute is open. Both of you hear from us.",
    danger=True,
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
    """Say what is wrong; all clocks stand still from then on."""
    return act_page(request, *access.order_for(request.user, number), DISPUTE)


@declared(Policy.PARTY)
@page_of_act
def order_withdraw_dispute(request: HttpRequest, number: str) -> HttpResponse:
    """The opener takes the dispute back."""
    order, role = access.order_for(request.user, number)
    case = case_of(order, role, clock.now())
    if case.dispute is not None and case.dispute.opener_role != role:
        raise Forbidden
    return act_page(request, order, role, WITHDRAW)
