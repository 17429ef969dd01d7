"""What people type on an order: shape and wording, no rule of the domain and no saving."""

from orders.forms.acts import AnswerForm, BankAnswerForm, RevisionForm, SureForm, TickForm
from orders.forms.cancelling import CancellationForm, RefusalForm
from orders.forms.cards import AcceptAndContinueForm, CardForm, CheckoutForm
from orders.forms.delivering import DeliverForm, UpdateForm
from orders.forms.disputing import DisputeForm, StatementForm
from orders.forms.requirements import RequirementsForm
from orders.forms.staff import DecisionForm

__all__ = [
    "AcceptAndContinueForm",
    "AnswerForm",
    "BankAnswerForm",
    "CancellationForm",
    "CardForm",
    "CheckoutForm",
    "DecisionForm",
    "DeliverForm",
    "DisputeForm",
    "RefusalForm",
    "RequirementsForm",
    "RevisionForm",
    "StatementForm",
    "SureForm",
    "TickForm",
    "UpdateForm",
]
