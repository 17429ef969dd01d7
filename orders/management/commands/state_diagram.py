"""Draws the life of an order from its table; the drawing in docs/architecture.md is this command's output."""

from collections import defaultdict

from django.core.management.base import BaseCommand

from orders.states import ENDED, TABLE, MilestoneStatus, OrderStatus, Role, State

INITIALS = {Role.BUYER: "B", Role.SELLER: "S", Role.STAFF: "staff", Role.SYSTEM: "clock or bank"}


class Command(BaseCommand):
    """``manage.py state_diagram``: a Mermaid state diagram on the console."""

    help = "Draw the transition table of orders as a Mermaid diagram."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(diagram())


def diagram() -> str:
    """The table as Mermaid text: a node for each pair of order and current milestone, an arrow for each move."""
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (state, act), move in TABLE.items():
        who = "/".join(INITIALS[role] for role in Role if role in move.roles)
        for target in _targets(state, act):
            drawn = arrows[_name(state), target]
            drawn += [line for line in [f"{act} ({who})"] if line not in drawn]
    lines = ["stateDiagram-v2"]
    for state in dict.fromkeys(state for state, _ in TABLE if state[0] not in ENDED):
        order, milestone = state
        lines.append(f"    {_name(state)}: {order.label} · {milestone.label.lower()}")
    lines += [f"    {one} --> {other}: {'<br/>'.join(acts)}" for (one, other), acts in arrows.items()]
    return "\n".join(lines)


def _targets(state: State, act: str) -> list[str]:
    """Where an act may lead: the pair of the table, the next milestone after an acceptance, or an end."""
    move = TABLE[state, act]  # type: ignore[index]
    if move.order is None:
        return ["completed", "cancelled"]
    if move.order in ENDED:
        return [move.order.value]
    if move.milestone == MilestoneStatus.ACCEPTED:
        following = _name((OrderStatus.ACTIVE, MilestoneStatus.AWAITING_PAYMENT))
        return [following, "completed"] if move.last is None else [following]
    return [_name((move.order, move.milestone))]


def _name(state: State) -> str:
    """What follows the end is drawn once, however the last milestone ended."""
    return state[0].value if state[0] in ENDED else "__".join(part.value for part in state)
