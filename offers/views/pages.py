"""The page of a conversation, and the parts of it that are sent alone."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.context import keep_unread
from accounts.models import User
from config.shared import clock
from config.shared.commands import fresh_command
from config.shared.pages import render_page
from gigs.models import Gig
from gigs.states import VISIBLE
from offers import ties
from offers.context import keep
from offers.forms import MessageForm
from offers.queries.inbox import Box, Opened
from offers.queries.thread import Thread, newest_lines
from offers.viewer import viewer

TEMPLATE = "offers/conversation_detail.html"
_DIGITS = 19


def number(text: str | None) -> int:
    """A whole number out of an address or a hidden field; 0 for anything else."""
    known = text or ""
    return int(known) if known.isascii() and known.isdigit() and len(known) < _DIGITS else 0


def thread_of(request: HttpRequest, opened: Opened) -> Thread:
    """The newest messages, or older ones (``?before=``)."""
    before = number(request.GET.get("before"))
    return newest_lines(
        opened.conversation, viewer(request), opened.other, before=before, read_to=opened.read_to
    )


def composer(opened: Opened, form: MessageForm | None = None, **more: Any) -> dict[str, Any]:
    """What the composer takes. Without a form it holds the draft."""
    if form is None:
        form = MessageForm(initial={**fresh_command(), "body": opened.seat.draft})
    return {
        "form": form,
        "conversation": opened.conversation,
        "other": opened.other,
        "draft_version": opened.seat.draft_version,
        "has_draft": bool(opened.seat.draft) and not form.is_bound,
        **more,
    }


def conversation_page(
    request: HttpRequest,
    opened: Opened,
    thread: Thread | None = None,
    *,
    status: int = 200,
    **parts: Any,
) -> HttpResponse:
    """The whole page; ``parts`` go to the composer."""
    keep(request, opened.inbox)
    keep_unread(request, opened.bell_unread)
    shut = opened.blocked or opened.blocked_by
    thread = thread or thread_of(request, opened)
    context = {
        **composer(opened, **parts),
        "page": opened.inbox,
        "seat": opened.seat,
        "blocked": opened.blocked,
        "shut": shut,
        "can_write": not shut or ties.bound(opened.conversation.pk),
        "may_offer": opened.may_offer and not shut,
        "may_ask": opened.may_ask and not shut,
        "thread": thread,
        "read": thread.read,
        "first": thread.lines[0].id if thread.lines else 0,
        "is_newest": not number(request.GET.get("before")),
        "box": Box.ALL,
        "boxes": tuple(Box),
        "read_to": opened.read_to,
        "about": about(request, opened),
        "other_clock": local_clock(opened.other, clock.now()),
    }
    return render_page(request, TEMPLATE, context, status=status)


def about(request: HttpRequest, opened: Opened) -> Gig | None:
    """The gig that this is about: the one that the member comes from (``gig``), else the one it began with."""
    slug = request.POST.get("about") or request.GET.get("gig")
    if not slug:
        return opened.conversation.gig
    pair = Q(seller_id=opened.other.pk) | Q(seller_id=opened.seat.user_id)
    return Gig.objects.filter(pair, slug=slug, state__in=VISIBLE).first() or opened.conversation.gig


def local_clock(other: User, at: datetime) -> str:
    """The time of day where the other one lives, with the weekday when it is another one there."""
    there, here = timezone.localtime(at, other.zone), timezone.localtime(at)
    return there.strftime("%H:%M" if there.date() == here.date() else "%A %H:%M")
