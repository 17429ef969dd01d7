"""Bell and mail about a subscription itself: the next charge, the cancellation, the end (product.md 5.2 and 7)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.notifications import mail, ring
from config.shared import outbox
from config.shared.money import format_money
from orders.models import Subscription
from orders.notifications.say import MONEY, Say
from orders.queries.subscription_words import WHY
from orders.queries.words import moment_words
from orders.states import Role
from orders.subscription_states import EndReason, SubscriptionStatus

B, S = Role.BUYER, Role.SELLER
OPEN = "Open the subscription"


@dataclass(frozen=True, slots=True)
class About:
    """The subscription and who reads of it."""

    subscription: Subscription
    reader: Role

    @property
    def user(self) -> User:
        """Who reads it."""
        return self.subscription.buyer if self.reader == B else self.subscription.seller

    @property
    def other(self) -> str:
        """The other side's name."""
        return (self.subscription.seller if self.reader == B else self.subscription.buyer).label

    @property
    def title(self) -> str:
        """In quotation marks."""
        return f"“{self.subscription.title}”"


def _reminded(a: About) -> Say | None:
    """Three days before a charge. Silent when it was cancelled meanwhile."""
    one = a.subscription
    if one.status != SubscriptionStatus.ACTIVE or one.next_at is None:
        return None
    total, month = format_money(one.total_minor), one.made + 1
    return Say(
        subject=f"{total} for month {month} on {moment_words(one.next_at)}",
        happened=(
            f"Month {month} of {a.title} is ordered on {moment_words(one.next_at)}, and {total} is charged to your"
            f" card, {one.card}."
        ),
        next="You need not do anything. To stop it, cancel the subscription before then: nothing more is charged.",
        button="See or cancel the subscription",
        kind=MONEY,
    )


def _cancelled(a: About) -> Say | None:
    """The other side is told what goes on; whoever cancelled gets it in writing, and both when staff did."""
    by = a.subscription.cancelled_by
    who = "You" if by == a.reader else "Milepost" if by == Role.STAFF else a.other
    goes_on = "Months that are paid go on to their end."
    return Say(
        button=OPEN,
        subject="Your subscription is cancelled" if a.reader == B else "A subscription was cancelled",
        happened=f"{who} cancelled the subscription to {a.title}.",
        next=f"Nothing more is charged. {goes_on}"
        if a.reader == B
        else f"No further month begins. {goes_on}",
        quote=a.subscription.cancelled_why,
    )


def _ended(a: About) -> Say | None:
    """Over, and why."""
    one = a.subscription
    done = one.reason == EndReason.ALL_PAID
    return Say(
        button=OPEN,
        subject="Your subscription has run its course"
        if done and a.reader == B
        else "A subscription has ended",
        happened=f"The subscription to {a.title} has ended: {WHY[EndReason(one.reason)]}.",
        next="Nothing more is charged. The last month goes on to its end."
        if done
        else "Nothing more is charged.",
    )


WORDS: dict[str, dict[Role, Callable[[About], Say | None]]] = {
    "reminded": {B: _reminded},
    "cancelled": {B: _cancelled, S: _cancelled},
    "ended": {B: _ended, S: _ended},
}
"""What each month's charge, failure and order say is said by the events of its order."""


@outbox.handler("orders.subscription")
def tell_of_subscription(payload: dict[str, Any]) -> None:
    """Tell both sides, or one. Again is harmless: all of it has the key of what happened."""
    rows = Subscription.objects.select_related("buyer", "seller", "card")
    subscription = rows.get(pk=payload["id"])
    for reader, words in WORDS[payload["what"]].items():
        about = About(subscription, reader)
        with timezone.override(about.user.zone):
            say = words(about)
            if say is not None:
                _tell(about, say, payload)


def _tell(about: About, say: Say, payload: dict[str, Any]) -> None:
    url, key = f"/subscriptions/{about.subscription.pk}/", payload["key"]
    at = datetime.fromisoformat(payload["at"])
    ring(user_id=about.user.pk, key=key, text=say.bell, url=url, at=at)
    mail(
        user_id=about.user.pk,
        key=key,
        subject=say.subject,
        template="notice",
        context={
            "lines": say.lines,
            "facts": (("Subscription", about.subscription.title), ("With", about.other)),
            "posts": (),
            "url": url,
            "button": say.button,
        },
        kind=say.kind,
        quiet=bool(payload.get("quiet")),
    )
