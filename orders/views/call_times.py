"""The pages on which the time of a call is typed: a new one, and another time for one that is there."""

from collections.abc import Mapping
from typing import Any

from config.shared.commands import Click
from orders.forms.calls import CallForm
from orders.models import Call, Order
from orders.operations.calling import move_call, propose_call
from orders.operations.meeting import Meeting
from orders.queries.call_facts import open_for_calls
from orders.queries.case import Case
from orders.states import Act
from orders.views.acts import ActPage


def _meeting(form: CallForm) -> Meeting:
    """What was typed."""
    data = form.cleaned_data
    return Meeting(data["starts_at"], data["minutes"], data["link"], data["note"])


def _choices(case: Case) -> Mapping[str, Any]:
    if case.call is None:
        return {"milestones": open_for_calls(case)}
    return {"milestones": [case.call.milestone], "call": case.call}


def _propose(order: Order, form: CallForm, click: Click) -> Order:
    milestone_id = form.cleaned_data["milestone"]
    return propose_call(order_id=order.pk, milestone_id=milestone_id, meeting=_meeting(form), click=click)


PROPOSE = ActPage(
    Act.PROPOSE_CALL,
    "Propose a call",
    CallForm,
    _propose,
    done="Proposed. The other side is asked.",
    build=_choices,
)


def move_page(call: Call) -> ActPage:
    """Another time, length or link for this call."""
    return ActPage(
        Act.MOVE_CALL,
        "Suggest another time",
        CallForm,
        lambda order, form, click: move_call(
            order_id=order.pk, call_id=call.pk, meeting=_meeting(form), click=click
        ),
        done="Suggested. The other side is asked.",
        build=_choices,
    )
