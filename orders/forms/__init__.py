"""What people type on an order: shape and wording, no rule of the domain and no saving."""

from orders.forms.acts import (
    AnswerForm,
    BankAnswerForm,
    DeliverForm,
    DisputeForm,
    RevisionForm,
    SureForm,
    TickForm,
    UpdateForm,
)
from orders.forms.cards import AcceptAndContinueForm, CardForm, CheckoutForm
from orders.forms.requirements import RequirementsForm
from orders.forms.staff import DecisionForm

__all__ = [
    "AcceptAndContinueForm",
    "AnswerForm",
    "BankAnswerForm",
    "CardForm",
    "CheckoutForm",
    "DecisionForm",
    "DeliverForm",
    "DisputeForm",
    "RequirementsForm",
    "RevisionForm",
    "SureForm",
    "TickForm",
    "UpdateForm",
]
