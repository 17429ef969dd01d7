"""What a buyer writes who wants the same again and cannot order it at once."""

from config.shared.commands import CommandForm
from config.shared.text_fields import TextField
from orders.forms.acts import lines


class AskAgainForm(CommandForm):
    """The brief of a request, filled in."""

    text = TextField(
        label="Message",
        max_length=2_000,
        widget=lines(4),
        help_text="The milestones go along with it. Say what should be different, if anything.",
    )
