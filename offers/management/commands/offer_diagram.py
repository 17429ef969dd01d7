"""Draws the life of an offer from its table; the drawing in docs/architecture.md is this command's output."""

from collections import defaultdict

from django.core.management.base import BaseCommand

from offers.states import TABLE, Role, State, When

INITIALS = {Role.BUYER: "B", Role.SELLER: "S", Role.SYSTEM: "clock"}


class Command(BaseCommand):
    """``manage.py offer_diagram``: a Mermaid state diagram on the console."""

    help = "Draw the transition table of offers as a Mermaid diagram."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(diagram())


def diagram() -> str:
    """The table as Mermaid text: a node for each state, an arrow for each move; ``†`` only from the expiry on."""
    arrows: dict[tuple[State, State], list[str]] = defaultdict(list)
    for (state, action), line in TABLE.items():
        who = "/".join(INITIALS[role] for role in Role if role in line.roles)
        late = " †" if line.when is When.AFTER else ""
        arrows[state, line.target].append(f"{action} ({who}){late}")
    lines = ["stateDiagram-v2", f"    [*] --> {State.DRAFT}"]
    lines += [f"    {state}: {state.label}" for state in State]
    lines += [f"    {one} --> {other}: {'<br/>'.join(acts)}" for (one, other), acts in arrows.items()]
    return "\n".join(lines)
