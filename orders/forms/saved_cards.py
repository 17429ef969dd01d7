"""Another card that is kept, and one that is not kept any longer."""

import uuid
from typing import Any

from orders.forms.cards import TYPED
from orders.forms.subscribing import NextCardForm


class KeepForm(NextCardForm):
    """The fields of another card alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """There is nothing to choose from."""
        super().__init__(*args, cards=(), **kwargs)


class ForgetForm(NextCardForm):
    """Sure? And, where subscriptions are charged to the card, which one they go on with: ``cards``, or another one."""

    def __init__(self, *args: Any, needs_another: bool, **kwargs: Any) -> None:
        """``needs_another``: a subscription has to be charged to something."""
        super().__init__(*args, **kwargs)
        for name in () if needs_another else ("card", *TYPED):
            del self.fields[name]

    @property
    def instead_id(self) -> uuid.UUID | None:
        """The saved card that was chosen in its place; None when another one was typed, or none is needed."""
        return self.saved_id if "card" in self.fields else None
