"""What orders shows on pages of lower apps."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from config.shared import clock
from offers.models import Conversation
from orders.queries.dashboards import running_between


def conversation_orders(request: HttpRequest, conversation: Conversation) -> str:
    """The running orders of the two people, beside their conversation; nothing when there are none."""
    rows = running_between(conversation.pk, request.user.pk or 0, clock.now())
    return render_to_string("orders/_running.html", {"rows": rows}, request) if rows else ""
