"""What one member is told of an order: bell and mail, each once by its key."""

from accounts.notifications import mail, ring
from orders.models import Order, OrderMilestone
from orders.notifications.facts import Facts
from orders.notifications.say import Say


def rail_of(order: Order) -> list[OrderMilestone]:
    """The order's milestones; what an amendment dropped is not among them."""
    return list(order.milestones.filter(position__lte=order.milestone_count).order_by("position"))


def give_notice(facts: Facts, say: Say, key: str, *, quiet: bool, calendar: str = "") -> None:
    """Bell and mail, each once by this key. ``calendar``: the text of a calendar file that comes with the mail."""
    url = f"/orders/{say.number or facts.order.number}/{say.page}"
    ring(user_id=facts.user.pk, key=key, text=say.bell, url=url, at=facts.event.at)
    mail(
        user_id=facts.user.pk,
        key=key,
        subject=say.subject,
        template="notice",
        context={
            "lines": say.lines,
            "facts": (("Order", facts.order.number), ("With", facts.other)),
            "posts": facts.posts(),
            "url": url,
            "button": say.button,
        },
        kind=say.kind,
        quiet=quiet,
        calendar=calendar,
    )
