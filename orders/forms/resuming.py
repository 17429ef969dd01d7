"""What people write when they ask to go on with an ended order, or say no to that."""

from config.shared.commands import CommandForm
from config.shared.text_fields import TextField
from orders.forms.acts import lines

MESSAGE_MAX = 1_000


class ResumeForm(CommandForm):
    """A question to the other side, with a word if there is one."""

    text = TextField(
        label="Message",
        required=False,
        max_length=MESSAGE_MAX,
        widget=lines(4),
        help_text="Why now, or what has changed. You may leave it empty.",
    )


class DeclineResumeForm(CommandForm):
    """A no, with a word if there is one."""

    text = TextField(
        label="Message",
        required=False,
        max_length=MESSAGE_MAX,
        widget=lines(4),
        help_text="You may leave it empty.",
    )
