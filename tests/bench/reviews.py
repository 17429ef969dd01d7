"""Public reviews of a gig for the page figures, each of an order that was worked, paid and completed."""

from accounts.models import User
from gigs.models import Gig
from orders.operations.reviewing import Opinion, reply, write_review
from orders.states import Act
from tests.factories.orders import placed_order
from tests.orders import stories

WORDS = "Asked the right questions first, delivered on the day, and told us what the bank would ask. "


def add_reviews(gig: Gig, buyers: list[User]) -> None:
    """One of each buyer; every third has a reply."""
    gig = Gig.objects.select_related("seller").get(pk=gig.pk)
    for number, buyer in enumerate(buyers):
        order = stories.deliver(placed_order(buyer, gig.seller, gig=gig, in_full=True))
        order = stories.fresh(stories.accept(order, Act.ACCEPT_FINAL))
        words = (WORDS * (1 + number % 3)).strip()
        for side, text in ((buyer, words), (gig.seller, "")):
            opinion = Opinion((5, 5, 4), text)
            write_review(order_id=order.pk, opinion=opinion, click=stories.click(side, order))
        if number % 3 == 0:
            thanks = "Thank you. I liked the company, too."
            reply(order_id=order.pk, text=thanks, click=stories.click(gig.seller, order))
