"""Whose order it is: every page, fragment and file that acts for a person comes through here.

Outsiders get 404 and learn nothing, and so do staff, who work in the admin; the party in the wrong part gets 403.
"""

from typing import Any
from uuid import UUID

from django.http import Http404

from config.shared.errors import Forbidden
from offers.access import offer_as
from offers.models import Offer
from offers.states import Role as OfferRole
from orders.models import Answer, DeliveryFile, Order
from orders.states import Role


def order_for(user: Any, number: str) -> tuple[Order, Role]:
    """The order with both people, gig and card, and the member's part in it. Raises Http404."""
    rows = Order.objects.visible_to(user).select_related("buyer", "seller", "gig", "card")
    order = rows.filter(number=number).first()
    if order is None:
        raise Http404
    return order, Role.BUYER if order.buyer_id == user.pk else Role.SELLER


def buyer_order(user: Any, number: str) -> Order:
    """The order, for its buyer only. Raises Http404, and Forbidden for the seller."""
    return _order_as(Role.BUYER, user, number)


def seller_order(user: Any, number: str) -> Order:
    """The order, for its seller only. Raises Http404, and Forbidden for the buyer."""
    return _order_as(Role.SELLER, user, number)


def _order_as(role: Role, user: Any, number: str) -> Order:
    order, held = order_for(user, number)
    if held != role:
        raise Forbidden
    return order


def file_for(user: Any, number: str, file_id: UUID) -> DeliveryFile | Answer:
    """A file of a delivery, or of an answer to the requirements, of an order of this member. Raises Http404."""
    order, _ = order_for(user, number)
    file = DeliveryFile.objects.filter(pk=file_id, delivery__milestone__order_id=order.pk).first()
    answer = None if file else Answer.objects.filter(pk=file_id, order_id=order.pk).exclude(stored="").first()
    found = file or answer
    if found is None:
        raise Http404
    return found


def offer_to_accept(user: Any, offer_id: UUID) -> Offer:
    """The offer, for its buyer only. Raises Http404, and Forbidden for its seller."""
    return offer_as(OfferRole.BUYER, user, offer_id)
