"""Names and addresses of the pages that keep records: payments, subscriptions, calls, reviews, and staff's tables."""

from collections.abc import Iterator

from accounts.models import User
from orders.models import Call, Review, Settlement, Subscription
from orders.queries.receipts import receipts_page
from orders.states import Role

Place = tuple[str, str]
TABLES = ("cancellationrequest", "resumption", "amendment", "call", "review", "subscription", "intent")


def of_buyer(buyer: User) -> Iterator[Place]:
    """What a buyer paid, subscribed to, and agreed on."""
    yield "payments", "/buying/payments/"
    for title, row in {row.title: row for row in receipts_page(buyer.pk).rows}.items():
        yield title.lower(), f"/orders/{row.order.number}/receipts/{row.id}/"
    yield "calendar", "/accounts/calendar/"
    for one in Subscription.objects.filter(buyer=buyer, status="active").order_by("pk")[:1]:
        for part in ("", "card/", "cancel/"):
            yield f"subscription-{part.strip('/')}", f"/subscriptions/{one.pk}/{part}"
    yield from _calls(buyer)


def _calls(buyer: User) -> Iterator[Place]:
    mine = Call.objects.filter(order__buyer=buyer, status="proposed").exclude(proposer_role=Role.BUYER)
    for call in mine.select_related("order").order_by("pk")[:1]:
        base = f"/orders/{call.order.number}/calls/"
        yield "call-new", f"{base}new/"
        for act in ("accept", "decline", "move"):
            yield f"call-{act}", f"{base}{call.pk}/{act}/"


def of_seller(seller: User) -> Iterator[Place]:
    """What a seller earned, and what buyers said."""
    notes = Settlement.objects.filter(milestone__order__seller=seller).select_related("milestone__order")
    for note in notes.order_by("pk")[:1]:
        yield "settlement", f"/orders/{note.milestone.order.number}/settlements/{note.milestone.position}/"
    told = Review.objects.public().filter(role=Role.BUYER, order__seller=seller).select_related("order__gig")
    for review in told.order_by("pk")[:1]:
        yield "gig-reviews", f"/gigs/{review.order.gig.slug}/reviews/"
    yield "person-reviews", f"/people/{seller.handle}/reviews/"


def of_staff() -> Iterator[Place]:
    """Tables and forms beyond the desk's."""
    for name in TABLES:
        yield f"admin-{name}", f"/admin/orders/{name}/"
    yield "admin-audit", "/admin/orders/entry/audit/"
    member = User.objects.order_by("pk").first()
    if member is not None:
        yield "admin-member", f"/admin/accounts/user/{member.pk}/change/"
