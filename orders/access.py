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
from orders.models import Answer, Call, DeliveryFile, Order, StatementFile, Subscription
from orders.states import Role


def order_for(user: Any, number: str) -> tuple[Order, Role]:
    """The order with both people, gig and card, and the member's part in it. Raises Http404."""
    rows = Order.objects.visible_to(user).select_related("buyer", "seller", "gig", "card")
    order = rows.filter(number=number).first()
    if order is None:
        raise Http404
    return order, Role.BUYER if order.buyer_id == user.pk else Role.SELLER


def buyer_order(user: Any, number: str) -> Order:
    """The order alone, without its people, for its buyer only. Raises Http404, and Forbidden for the seller."""
    return _order_as(Role.BUYER, user, number)


def seller_order(user: Any, number: str) -> Order:
    """The order alone, without its people, for its seller only. Raises Http404, and Forbidden for the buyer."""
    return _order_as(Role.SELLER, user, number)


def _order_as(role: Role, user: Any, number: str) -> Order:
    order = Order.objects.visible_to(user).filter(number=number).first()
    if order is None:
        raise Http404
    if (order.buyer_id if role == Role.BUYER else order.seller_id) != user.pk:
        raise Forbidden
    return order


def file_for(user: Any, number: str, file_id: UUID) -> DeliveryFile | Answer | StatementFile:
    """A file of a delivery, an answer or a statement in a dispute, of an order of this member. Raises Http404."""
    order, _ = order_for(user, number)
    file = DeliveryFile.objects.filter(pk=file_id, delivery__milestone__order_id=order.pk).first()
    answer = None if file else Answer.objects.filter(pk=file_id, order_id=order.pk).exclude(stored="").first()
    said = StatementFile.objects.filter(pk=file_id, statement__dispute__order_id=order.pk)
    found = file or answer or said.first()
    if found is None:
        raise Http404
    return found


def call_for(order: Order, call_id: UUID) -> Call:
    """A call of this order, which the member was let to. Raises Http404."""
    call = Call.objects.select_related("milestone", "moves").filter(pk=call_id, order_id=order.pk).first()
    if call is None:
        raise Http404
    return call


def agreed_call_for(order: Order, call_id: UUID) -> Call:
    """The call as it is now, wherever it was moved to; only one that was ever agreed. Raises Http404."""
    asked = call_for(order, call_id)
    rows = Call.objects.select_related("milestone").filter(order_id=order.pk, uid=asked.uid)
    call = rows.order_by("-sequence").first()
    if call is None or not call.was_agreed:
        raise Http404
    return call


def offer_to_accept(user: Any, offer_id: UUID) -> Offer:
    """The offer, for its buyer only. Raises Http404, and Forbidden for its seller."""
    return offer_as(OfferRole.BUYER, user, offer_id)


def subscription_for(user: Any, subscription_id: UUID) -> tuple[Subscription, Role]:
    """The subscription with both people, gig and card, and the member's part in it. Raises Http404."""
    rows = Subscription.objects.visible_to(user).select_related("buyer", "seller", "gig", "card")
    found = rows.filter(pk=subscription_id).first()
    if found is None:
        raise Http404
    return found, Role.BUYER if found.buyer_id == user.pk else Role.SELLER


def buyer_subscription(user: Any, subscription_id: UUID) -> Subscription:
    """The subscription, for its buyer only. Raises Http404, and Forbidden for the seller."""
    subscription, role = subscription_for(user, subscription_id)
    if role != Role.BUYER:
        raise Forbidden
    return subscription
