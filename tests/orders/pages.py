"""Forms of order pages as a browser without JavaScript fills them."""

import re
from datetime import datetime
from typing import Any

from django.test import Client

from accounts.models import User
from orders.models import Order

NEW_CARD = {"card": "new", "number": "4242 4242 4242 4242", "expiry": "09/39", "cvc": "123", "keep": "on"}


def signed_in(user: User) -> Client:
    """A browser of this member."""
    client = Client()
    client.force_login(user)
    return client


def act_url(order: Order, path: str = "") -> str:
    """A page of the order."""
    return f"/orders/{order.number}/{path}"


def hidden(html: str) -> dict[str, str]:
    """The hidden values of the first form of a page that carries a command."""
    found: dict[str, str] = {}
    for name in ("command", "version", "round", "amendment", "milestone", "package", "plan"):
        match = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', html)
        if match:
            found[name] = match[1]
    return found


def opened(client: Client, url: str) -> dict[str, str]:
    """Open the page of an act; what its form carries."""
    page = client.get(url)
    assert page.status_code == 200, page.content
    return hidden(page.content.decode())


def sent(client: Client, url: str, **typed: Any) -> Any:
    """Open the page of an act, fill its form and send it."""
    return client.post(url, {**opened(client, url), **typed})


def decided(client: Client, url: str, **typed: Any) -> Any:
    """Open the case page of a dispute, look at what the decision would do, and decide."""
    page = client.post(url, {**typed, "preview": "1"})
    assert page.status_code == 200, page.content
    html = page.content.decode()
    shown = {name: re.search(rf'name="{name}" value="([^"]*)"', html) for name in ("seen", "shown")}
    carried = {name: found[1] for name, found in shown.items() if found}
    return client.post(url, {**typed, **carried, "decide": "1"})


def content_of(answer: Any) -> bytes:
    """A download, to its end."""
    return b"".join(answer.streaming_content)


def due(order: Order) -> datetime:
    """When the clock acts next."""
    assert order.due_at is not None
    return order.due_at


def work_due(order: Order) -> datetime:
    """When the current milestone is due."""
    moment = order.milestones.get(position=order.current).due_at
    assert moment is not None
    return moment
