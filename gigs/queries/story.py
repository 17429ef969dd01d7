"""The example on the home page: one order at four moments, as the rail shows it."""

from dataclasses import dataclass, replace

from config.shared.components import Post, Step
from config.shared.money import exponent, format_money

_UNIT = 10 ** exponent()
_PLAN = (
    Post(
        1,
        "Script and storyboard",
        price=format_money(120 * _UNIT),
        steps=(Step("Script"), Step("Storyboard")),
    ),
    Post(
        2, "Modelling and look", description="Your product from all sides.", price=format_money(180 * _UNIT)
    ),
    Post(3, "Final animation", description="Ten seconds with sound.", price=format_money(300 * _UNIT)),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment of the example: the word that chooses it, the rail then, and what it means for the buyer."""

    name: str
    posts: tuple[Post, ...]
    text: str


def _then(*states: str) -> tuple[Post, ...]:
    """The plan with these states; the last that has begun is where the order stands."""
    now = max((n for n, state in enumerate(states) if state not in {"planned", "dropped"}), default=0)
    return tuple(
        replace(
            post,
            state=state,
            state_label="Not begun" if state == "planned" else "",
            current=n == now,
            steps=tuple(replace(step, done=state in {"delivered", "accepted"}) for step in post.steps),
        )
        for n, (post, state) in enumerate(zip(_PLAN, states, strict=True))
    )


STORY = (
    Scene(
        "Order",
        _then("in_progress", "planned", "planned"),
        "You pay for the first milestone only. The money is held for you until you accept it.",
    ),
    Scene(
        "Look",
        _then("delivered", "planned", "planned"),
        "It is delivered. Accept it, or ask for a change: you have 8 days.",
    ),
    Scene(
        "Go on",
        _then("accepted", "in_progress", "planned"),
        "You accepted, the seller is paid, and the next one begins because you said so.",
    ),
    Scene(
        "Stop",
        _then("accepted", "accepted", "dropped"),
        "You stop after two. The third is never charged, and what you accepted is yours.",
    ),
)
