"""What happens to money, told once: which accounts, which direction, which key (product.md 5.2, column "money").

Each function returns the movements of one story, to be handed to ``post``. Keys are numbered over the rows that are
really written, so the same story told twice collides at its first row, whatever its amounts were the second time. For
a settlement the key names the milestone alone: accept, silence, refund and split of one milestone exclude each other.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orders.ledger import accounts
from orders.ledger.accounts import Account
from orders.ledger.postings import Posting
from orders.ledger.shares import Goodwill, Settlement

_Move = tuple[Account, Account, int]


@dataclass(frozen=True, slots=True)
class Refund:
    """A refund intent, and how much of what goes back it carries."""

    refund_id: uuid.UUID
    amount_minor: int


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
    refunds: Sequence[Refund] = (),
    event: uuid.UUID,
) -> list[Posting]:
    """A held amount is shared out, once and for all. ``refunds`` carry what goes back to the cards it came from.

    Raises ValueError when they do not carry exactly that.
    """
    held = accounts.held(milestone_id)
    moves = [
        (held, accounts.pending(seller_id), settlement.to_seller),
        (held, accounts.commission(), settlement.commission),
    ]
    moves += _sent_back(milestone_id, settlement.back_to_buyer, settlement.fee_back, refunds)
    return _numbered(f"settle:{milestone_id}", moves, event)


def lowered(
    *,
    milestone_id: uuid.UUID,
    amendment_id: uuid.UUID,
    amount_minor: int,
    fee_minor: int,
    refunds: Sequence[Refund],
    event: uuid.UUID,
) -> list[Posting]:
    """Both sides agreed on less for a milestone that is paid: the difference goes back with its fee (5.2, row 14).

    Raises ValueError when ``refunds`` do not carry exactly that.
    """
    moves = _sent_back(milestone_id, amount_minor, fee_minor, refunds)
    return _numbered(f"lower:{amendment_id}", moves, event)


def _sent_back(
    milestone_id: uuid.UUID, amount_minor: int, fee_minor: int, refunds: Sequence[Refund]
) -> list[_Move]:
    """Held money and fee to the refunds that carry them: the amount first, in their order, then the fee."""
    return _carried([(accounts.held(milestone_id), amount_minor), (accounts.fees(), fee_minor)], refunds)


def _carried(sources: Sequence[tuple[Account, int]], refunds: Sequence[Refund]) -> list[_Move]:
    """Money of several accounts, one after the other, to the refunds that carry it, in their order."""
    if sum(one.amount_minor for one in refunds) != sum(amount for _, amount in sources):
        message = "money goes back to the buyer: name the refund intents that carry it"
        raise ValueError(message)
    moves: list[_Move] = []
    left = [amount for _, amount in sources]
    for one in refunds:
        room, to = one.amount_minor, accounts.refunding(one.refund_id)
        for number, (source, _) in enumerate(sources):
            part = min(left[number], room)
            left[number] -= part
            room -= part
            moves.append((source, to, part))
    return moves


def cleared(*, milestone_id: uuid.UUID, seller_id: int, amount_minor: int, event: uuid.UUID) -> list[Posting]:
    """The clearing time of a milestone is over: the seller may withdraw what it earned."""
    move = (accounts.pending(seller_id), accounts.available(seller_id), amount_minor)
    return _numbered(f"clear:{milestone_id}", [move], event)


def given_back(
    *,
    milestone_id: uuid.UUID,
    number: int,
    bearer: Account,
    goodwill: Goodwill,
    refunds: Sequence[Refund],
    event: uuid.UUID,
) -> list[Posting]:
    """Staff give back of a settled milestone: commission and fee of what Milepost took, the rest of ``bearer``'s.

    ``bearer``: the seller's pending account, or Milepost's goodwill. ``number``: counted within the milestone, so two
    who give at the same moment collide. Raises ValueError when ``refunds`` do not carry exactly that.
    """
    sources = [
        (bearer, goodwill.of_seller),
        (accounts.commission(), goodwill.of_commission),
        (accounts.fees(), goodwill.fee_back),
    ]
    return _numbered(f"goodwill:{milestone_id}:{number}", _carried(sources, refunds), event)


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


def refund_by_hand(*, refund_id: uuid.UUID, amount_minor: int, event: uuid.UUID) -> list[Posting]:
    """The provider refused, and staff paid on another way. Its key is the refund's: the two exclude each other."""
    move = (accounts.refunding(refund_id), accounts.by_hand(), amount_minor)
    return _numbered(f"refund:{refund_id}", [move], event)


def _numbered(key: str, moves: Iterable[_Move], event: uuid.UUID) -> list[Posting]:
    written = [move for move in moves if move[2] != 0]
    return [
        Posting(f"{key}:{number}", debit, credit, amount_minor, event)
        for number, (debit, credit, amount_minor) in enumerate(written, 1)
    ]
