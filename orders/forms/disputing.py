"""What either side types in a dispute: what is wrong, and what is said afterwards."""

from config.shared.commands import CommandForm
from config.shared.text_fields import TextField
from offers.forms import FilesField
from orders.forms.acts import FILES_HELP, TEXT_MAX, lines


class DisputeForm(CommandForm):
    """What is wrong."""

    statement = TextField(
        label="What is wrong, and what would you find fair?",
        max_length=TEXT_MAX,
        widget=lines(),
        help_text="The other side and our staff read it.",
    )
    files = FilesField(  # type: ignore[assignment]  # Django takes declared fields off the class
        label="Files that show it", required=False, help_text=FILES_HELP
    )


class StatementForm(CommandForm):
    """More to say in a dispute."""

    text = TextField(
        label="Your statement",
        max_length=TEXT_MAX,
        widget=lines(),
        help_text="Say what was agreed and what happened. It cannot be changed later.",
    )
    files = FilesField(  # type: ignore[assignment]  # Django takes declared fields off the class
        label="Files that show it", required=False, help_text=FILES_HELP
    )
