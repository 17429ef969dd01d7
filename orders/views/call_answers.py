"""The pages of answers to a call, and of its end."""

from orders.forms.acts import SureForm
from orders.forms.calls import ReasonForm, WordForm
from orders.models import Call
from orders.operations import call_answers, call_ends
from orders.states import Act
from orders.views.acts import ActPage


def accept_page(call: Call) -> ActPage:
    """Take the time."""
    return ActPage(
        Act.ACCEPT_CALL,
        "Accept the call",
        SureForm,
        lambda order, _, click: call_answers.accept_call(order_id=order.pk, call_id=call.pk, click=click),
        done="Agreed. We remind both of you an hour before.",
    )


def decline_page(call: Call) -> ActPage:
    """Say no to it."""
    return ActPage(
        Act.DECLINE_CALL,
        "Decline the call",
        WordForm,
        lambda order, form, click: call_ends.decline_call(
            order_id=order.pk, call_id=call.pk, word=form.cleaned_data["word"], click=click
        ),
        done="Declined. The other side is told.",
    )


def withdraw_page(call: Call) -> ActPage:
    """Take it back."""
    return ActPage(
        Act.WITHDRAW_CALL,
        "Withdraw the call",
        SureForm,
        lambda order, _, click: call_ends.withdraw_call(order_id=order.pk, call_id=call.pk, click=click),
        done="Taken back.",
    )


def cancel_page(call: Call) -> ActPage:
    """Call it off."""
    return ActPage(
        Act.CANCEL_CALL,
        "Cancel the call",
        ReasonForm,
        lambda order, form, click: call_ends.cancel_call(
            order_id=order.pk, call_id=call.pk, word=form.cleaned_data["word"], click=click
        ),
        done="Cancelled. The other side is told.",
        danger=True,
    )
