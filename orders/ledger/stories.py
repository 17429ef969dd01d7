"""What happens to money, told once: which accounts, which direction, which key (product.md 5.2, column "money").

Each function returns the movements of one story, to be handed to ``post``. Keys are numbered over the rows that are
really written, so the same story told twice collides at its first row, whatever its amounts were the second time. For
a settlement the key names the milestone alone: accept, silence, refund and split of one milestone exclude each other.
"""

import uuid
from collections.abc import Iterable

from orders.ledger import accounts
from orders.ledger.accounts import Account
from orders.ledger.postings import Posting
from orders.ledger.shares import Settlement

_Move = tuple[Account, Account, int]


def charged(*, milestone_id: uuid.UUID, amount_minor: int, fee_minor: int, event: uuid.UUID) -> list[Posting]:
    """A buyer's card was charged: the amount is held, the fee is the marketplace's until given back.

    ``event`` is the payment attempt: one attempt brings money in once.
    """
    moves = [
        (accounts.provider(), accounts.held(milestone_id), amount_minor),
        (accounts.provider(), accounts.fees(), fee_minor),
    ]
    return _numbered(f"charge:{event}", moves, event)


def settled(
    *,
    milestone_id: uuid.UUID,
    seller_id: int,
    settlement: Settlement,
    refund_id: uuid.UUID | None,
    event: uuid.UUID,
) -> list[Posting]:
    """A held amount is shared out, once and for all. ``refund_id`` is the refund intent that carries what goes back.

    Raises ValueError when something goes back and no refund intent says where to.
    """
    held = accounts.held(milestone_id)
    moves = [
        (held, accounts.pending(seller_id), settlement.to_seller),
        (held, accounts.commission(), settlement.commission),
    ]
    if settlement.refund:
        if refund_id is None:
            message = "money goes back to the buyer: name the refund intent"
            raise ValueError(message)
        moves += [
            (held, accounts.refunding(refund_id), settlement.back_to_buyer),
            (accounts.fees(), accounts.refunding(refund_id), settlement.fee_back),
        ]
    return _numbered(f"settle:{milestone_id}", moves, event)


def cleared(*, milestone_id: uuid.UUID, seller_id: int, amount_minor: int, event: uuid.UUID) -> list[Posting]:
    """The clearing time of a milestone is over: the seller may withdraw what it earned."""
    move = (accounts.pending(seller_id), accounts.available(seller_id), amount_minor)
    return _numbered(f"clear:{milestone_id}", [move], event)


def surplus_charged(
    *, attempt_id: uuid.UUID, refund_id: uuid.UUID, amount_minor: int, event: uuid.UUID
) -> list[Posting]:
    """A charge succeeded for something that is over or paid already: all of it is owed back at once (5.2, row 10)."""
    move = (accounts.provider(), accounts.refunding(refund_id), amount_minor)
    return _numbered(f"charge:{attempt_id}", [move], event)


def refund_paid(*, refund_id: uuid.UUID, amount_minor: int, event: uuid.UUID) -> list[Posting]:
    """The provider confirmed a refund: nothing is owed back any more."""
    move = (accounts.refunding(refund_id), accounts.provider(), amount_minor)
    return _numbered(f"refund:{refund_id}", [move], event)


def _numbered(key: str, moves: Iterable[_Move], event: uuid.UUID) -> list[Posting]:
    written = [move for move in moves if move[2] != 0]
    return [
        Posting(f"{key}:{number}", debit, credit, amount_minor, event)
        for number, (debit, credit, amount_minor) in enumerate(written, 1)
    ]
