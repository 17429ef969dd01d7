"""Reviews: that one was written (never what it says), that they are public, that somebody replied."""

from orders.notifications.facts import Facts
from orders.notifications.say import Say
from orders.queries.words import moment_words
from orders.states import Role


def written(f: Facts) -> Say:
    """The other side is not told what it says before it wrote too."""
    return Say(
        subject=f"{f.other} wrote a review",
        happened=f"{f.other} wrote a review about {f.title}.",
        next="Write yours to read it." + _until(f),
        button="Write a review",
        page="review/",
    )


def published(f: Facts) -> Say:
    """Both can be read now, or the one that was written in time."""
    wrote = f.data.get("written", ())
    other = Role.SELLER if f.reader == Role.BUYER else Role.BUYER
    if other in wrote:
        return Say(
            subject=f"Read what {f.other} wrote about you",
            happened=f"The review that {f.other} wrote about {f.title} is public.",
            next="You can reply to it once.",
            button="Read the review",
        )
    return Say(
        subject="Your review is public",
        happened=f"The time for reviews of {f.title} is over, and yours is public.",
        next=f"{f.other} wrote none.",
        button="Read the review",
    )


def replied(f: Facts) -> Say:
    """Public, below the review."""
    return Say(
        subject=f"{f.other} replied to your review",
        happened=f"{f.other} replied to your review of {f.title}.",
        button="Read the reply",
    )


def hidden(f: Facts) -> Say:
    """Both sides hear why."""
    whose = _whose(f)
    return Say(
        subject=f"{whose[0].upper()}{whose[1:]} is hidden",
        happened=f"Milepost hid {whose} of {f.title}: nobody can read it any more, and its stars do not count.",
        quote=f.data.get("text", ""),
    )


def shown(f: Facts) -> Say:
    """It was put back."""
    whose = _whose(f)
    return Say(
        subject=f"{whose[0].upper()}{whose[1:]} is public again",
        happened=f"Milepost shows {whose} of {f.title} again.",
        quote=f.data.get("text", ""),
    )


def _whose(f: Facts) -> str:
    return "your review" if f.data.get("author") == f.reader else f"the review by {f.other}"


def _until(f: Facts) -> str:
    return f" You can until {moment_words(f.review_until)}." if f.review_until else ""
