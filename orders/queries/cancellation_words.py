"""What a request to cancel would give to whom, and what silence does, in sentences to one reader."""

from config.shared.money import format_money
from orders.models import CancellationRequest, OrderMilestone
from orders.queries.shares import shares_of
from orders.standing import Standing
from orders.states import Role


def offer_words(standing: Standing, released_minor: int, reader: Role) -> str:
    """Who would get what, in one sentence to one reader: ``$48.00 would go to you after commission and …``."""
    shares, order = shares_of(standing, released_minor), standing.order
    seller = "you" if reader == Role.SELLER else order.seller.label
    buyer = "you" if reader == Role.BUYER else order.buyer.label
    parts = []
    if shares.to_seller:
        parts.append(f"{format_money(shares.to_seller)} would go to {seller} after commission")
    if shares.refund:
        parts.append(f"{format_money(shares.refund)} would go back to {buyer} with the fee")
    return f"{' and '.join(parts)}." if shares.to_seller else f"All of it, {parts[0]}."


def silence_words(request: CancellationRequest, milestone: OrderMilestone) -> str:
    """What happens when nobody answers, as things stand."""
    if request.is_granted_by_silence(milestone.status):
        return "Without an answer it counts as agreed, and the order ends."
    return "Without an answer it lapses, and the order goes on."
