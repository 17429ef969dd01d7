"""Sums of stars on gigs and members, made anew from the reviews that everybody can read."""

from collections.abc import Iterator

from django.db.models import Count, F, Q, QuerySet, Sum

from accounts.models import User
from gigs.models import Gig
from orders.models import Order, Review
from orders.states import OrderStatus, Role

Sums = dict[int, tuple[int, int]]


def broken(orders: QuerySet[Order]) -> Iterator[str]:
    """Reviews of these orders: who wrote about whom, of a completed order only."""
    rows = Review.objects.filter(order__in=orders).select_related("order")
    for one in rows.exclude(order__status=OrderStatus.COMPLETED):
        yield f"{one.order.number}: reviewed by the {one.role}, and {one.order.status}"
    buyer, seller = F("order__buyer_id"), F("order__seller_id")
    right = Q(role=Role.BUYER, author_id=buyer, subject_id=seller)
    right |= Q(role=Role.SELLER, author_id=seller, subject_id=buyer)
    for one in rows.exclude(right & Q(gig_id=F("order__gig_id"))):
        yield f"{one.order.number}: the review by the {one.role} is not of this order's other side and gig"


def broken_sums() -> Iterator[str]:
    """Over all gigs and members."""
    by_buyers = Review.objects.public().filter(role=Role.BUYER)
    yield from _compare("gig {}", _stored(Gig.objects.all(), "rating"), _summed(by_buyers, "gig_id"))
    members = User.objects.all()
    about_sellers = _summed(by_buyers, "subject_id")
    yield from _compare("member {} as a seller", _stored(members, "rating"), about_sellers)
    about_buyers = _summed(Review.objects.public().filter(role=Role.SELLER), "subject_id")
    yield from _compare("member {} as a buyer", _stored(members, "buyer_rating"), about_buyers)


def _stored(rows: QuerySet[Gig] | QuerySet[User], name: str) -> Sums:
    rated = rows.filter(Q(**{f"{name}_sum__gt": 0}) | Q(**{f"{name}_count__gt": 0}))
    return {
        pk: (total, count) for pk, total, count in rated.values_list("pk", f"{name}_sum", f"{name}_count")
    }


def _summed(rows: QuerySet[Review], key: str) -> Sums:
    found = rows.order_by().values_list(key).annotate(Sum("total"), Count("pk"))
    return {pk: (int(total), int(count)) for pk, total, count in found}


def _compare(name: str, stored: Sums, summed: Sums) -> Iterator[str]:
    for pk in sorted(stored.keys() | summed.keys()):
        has, should = stored.get(pk, (0, 0)), summed.get(pk, (0, 0))
        if has != should:
            its = "its" if name.startswith("gig") else "the"
            yield (
                f"{name.format(pk)}: {has[0]} stars of {has[1]} reviews, {its} reviews say {should[0]} of {should[1]}"
            )
