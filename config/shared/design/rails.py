"""Rails and clocks for the page of components."""

from datetime import datetime, timedelta

from config.shared.components import Countdown, Post, Step


def gig_posts() -> tuple[Post, ...]:
    """A workflow as customers see it before they order."""
    return (
        Post(1, "Story and style", description="Script, mood board and a rough plan of every shot.", price="$120.00",
             when="4 days", zoom=True, steps=(Step("Questions answered"), Step("Script"), Step("Mood board"))),
        Post(2, "Modelling", description="Your product as a clean model, from your drawings.", price="$180.00",
             when="6 days", steps=(Step("Grey model"), Step("Materials"))),
        Post(3, "Animation and light", price="$240.00", when="8 days"),
        Post(4, "Final film", description="4K and square, with sound.", price="$100.00", when="3 days"),
    )  # fmt: skip


def order_posts() -> tuple[Post, ...]:
    """An order in the middle of its work."""
    return (
        Post(1, "Story and style", "accepted", price="$120.00", when="2 Nov", zoom=True,
             steps=(Step("Script", done=True), Step("Mood board", done=True))),
        Post(2, "Modelling", "accepted", price="$180.00", when="10 Nov"),
        Post(3, "Animation and light", "in_progress", price="$240.00", when="due 27 Nov, 14:05", current=True,
             note="2 revisions", steps=(Step("First pass", done=True), Step("Second pass"))),
        Post(4, "Final film", price="$100.00", when="3 days"),
    )  # fmt: skip


def all_states() -> tuple[Post, ...]:
    """One milestone in each state."""
    names = (
        ("planned", "not begun"),
        ("awaiting_payment", "until 3 Dec, 09:00"),
        ("in_progress", "due 27 Nov, 14:05"),
        ("delivered", "answer until 1 Dec, 14:05"),
        ("in_revision", "due 30 Nov, 18:00"),
        ("accepted", "10 Nov"),
        ("dropped", ""),
        ("refunded", "12 Nov"),
    )
    return tuple(
        Post(n, f"Milestone {n}", state, "Planned" if state == "planned" else "", price="$95.00", when=when)
        for n, (state, when) in enumerate(names, 1)
    )


def countdowns(now: datetime) -> tuple[Countdown, ...]:
    """Calm, soon, urgent, over."""
    return tuple(
        Countdown(now + left, now, "America/New_York", "Ana")
        for left in (
            timedelta(days=3, hours=4),
            timedelta(hours=31),
            timedelta(minutes=154),
            timedelta(minutes=-5),
        )
    )
