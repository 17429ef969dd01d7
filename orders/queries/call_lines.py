"""What the timeline says of calls."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from orders.queries.told import Told
from orders.queries.words import listed, moment_words
from orders.states import Act


def moment_of(data: dict[str, Any], key: str = "starts_at") -> str:
    """A moment that an event kept, in the reader's zone; empty when it kept none."""
    kept = data.get(key)
    return moment_words(datetime.fromisoformat(kept)) if kept else ""


def ended_calls(data: dict[str, Any]) -> str:
    """``The call on Tue 1 Dec, 14:05 is off.``; empty when the act ended none."""
    moments = [moment_of(one) for one in data.get("calls", [])]
    if not moments:
        return ""
    one = len(moments) == 1
    return f"The call{'' if one else 's'} on {listed(moments)} {'is' if one else 'are'} off."


def _moved(told: Told) -> str:
    before, now = moment_of(told.data, "before"), moment_of(told.data)
    return f"{told.who} suggested {now} for the call on {before}."


def _accepted(told: Told) -> str:
    before, now = moment_of(told.data, "before"), moment_of(told.data)
    moved = f", instead of {before}" if before else ""
    return f"{told.who} accepted the call on {now}{moved}."


CALL_LINES: dict[str, tuple[str, Callable[[Told], str]]] = {
    Act.PROPOSE_CALL: ("video", lambda told: f"{told.who} proposed a call on {moment_of(told.data)}."),
    Act.ACCEPT_CALL: ("video", _accepted),
    Act.DECLINE_CALL: ("video", lambda told: f"{told.who} declined the call on {moment_of(told.data)}."),
    Act.MOVE_CALL: ("video", _moved),
    Act.WITHDRAW_CALL: (
        "video",
        lambda told: f"{told.who} took back the call proposed for {moment_of(told.data)}.",
    ),
    Act.CANCEL_CALL: ("video", lambda told: f"{told.who} cancelled the call on {moment_of(told.data)}."),
}
