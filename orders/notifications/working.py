"""Answers, deliveries, revisions, updates, acceptances."""

from orders.notifications.facts import Facts, until
from orders.notifications.say import Say
from orders.queries.words import moment_words


def answered(f: Facts) -> Say:
    """The seller's clock starts."""
    return Say(
        subject=f"{f.buyer} answered your questions",
        happened=f"{f.buyer} answered your questions about {f.title}.",
        next=f"Begin now: {f.step} is due by {f.due}.",
        button="Read the answers",
    )


def skipped(f: Facts) -> Say:
    """Work begins without the answers."""
    return Say(
        subject=f"{f.seller} has begun",
        happened=f"{f.seller} begins {f.title} without waiting for your answers.",
        next=f"You get {f.step} by {f.due}.",
    )


def delivered(f: Facts) -> Say:
    """The acceptance window runs."""
    silence = (
        f"Without an answer the order counts as completed then, and {f.seller} gets {f.amount} less the commission."
        if f.is_last
        else f"Without an answer the order ends then: {f.seller} gets the money of it, and nothing more is charged."
    )
    return Say(
        subject=f"{f.seller} delivered {'the full project' if f.is_last else f.short}",
        happened=f"{f.seller} delivered {f.what}.",
        next=f"Accept it or request a revision until {f.answer_by}. {silence}",
        button="See the delivery",
    )


def updated(f: Facts) -> Say:
    """Progress, without a clock."""
    return Say(
        subject=f"An update from {f.seller}",
        happened=f"{f.seller} posted an update on {f.title}.",
        quote=f.data.get("text", ""),
    )


def stage_done(f: Facts) -> Say:
    """Progress on an order paid in full."""
    return Say(
        subject=f"{f.seller} finished a stage",
        happened=f"{f.seller} marked “{f.data.get('name', '')}” of {f.title} as done.",
        next="This is an update, not the delivery: nothing is asked of you.",
    )


def sent_back(f: Facts) -> Say:
    """What is to change, and until when."""
    return Say(
        subject=f"{f.buyer} requests a revision",
        happened=f"{f.buyer} requests a revision of {f.what}.",
        next=f"Deliver it again.{until(f.milestone.due_at)}",
        quote=f.data.get("text", ""),
        button="See what should change",
    )


def extended(f: Facts) -> Say:
    """The window is longer."""
    deadline = f.milestone.deadline_at
    return Say(
        subject=f"{f.buyer} takes more time to answer",
        happened=f"{f.buyer} extended the time to answer your delivery of {f.what}.",
        next=f"The answer comes until {moment_words(deadline)}." if deadline else "",
    )


def earned(f: Facts) -> str:
    """The sentence that belongs to every acceptance."""
    return f"{f.take_home} is yours; you can withdraw it from {f.clears}."


def accepted_and_continues(f: Facts) -> Say:
    """The next payment is on its way; the word to begin comes with it."""
    return Say(
        subject=f"{f.buyer} accepted {f.short}",
        happened=f"{f.buyer} accepted {f.what}. {earned(f)}",
        next="The next milestone is being charged: begin when we tell you that it is paid.",
    )


def accepted_and_stopped(f: Facts) -> Say:
    """Do not go on."""
    return Say(
        subject=f"{f.buyer} accepted {f.short} and stopped the order",
        happened=f"{f.buyer} accepted {f.what}, and stopped the order. {earned(f)}",
        next="Do not go on with the remaining milestones: they will never be charged. The order is completed.",
    )


def accepted_undecided(f: Facts) -> Say:
    """Wait."""
    return Say(
        subject=f"{f.buyer} accepted {f.short}",
        happened=f"{f.buyer} accepted {f.what}. {earned(f)}",
        next=(
            f"Do not start on the next milestone yet: {f.buyer} decides until {f.in_window('FUNDING_WINDOW')},"
            " and we tell you."
        ),
    )


def accepted_final(f: Facts) -> Say:
    """Done."""
    return Say(
        subject=f"{f.buyer} accepted the final delivery",
        happened=f"{f.buyer} accepted the final delivery of {f.title}. {earned(f)}",
        next="The order is completed.",
    )
