"""What happens to a text before it is sent: kept as a draft, filled from a quick reply."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from config.shared.access import Policy, declared
from config.shared.errors import Invalid
from config.shared.pages import render_page, wants_fragment
from config.shared.text import clean_text
from offers.access import conversation_for, opened_for
from offers.forms import MessageForm
from offers.models import QuickReply, Seat
from offers.operations.message_drafts import DraftMoved, add_to_draft, keep_draft
from offers.viewer import viewer
from offers.views.pages import conversation_page, number

STATE = "offers/_draft_state.html"


@require_POST
@declared(Policy.PARTY)
def message_draft(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """Keep what stands in the composer, or put a quick reply below it; saved by itself while somebody types."""
    me = viewer(request)
    conversation, _ = conversation_for(me, conversation_id)
    try:
        seat = _kept(request, conversation.pk, me.pk)
    except (DraftMoved, Invalid) as refused:
        return _not_kept(request, conversation_id, refused)
    if wants_fragment(request):
        context = {"draft_version": seat.draft_version, "has_draft": bool(seat.draft)}
        return render_page(request, STATE, {**context, **_filled(request, seat)})
    replies = "replies" in request.POST
    return redirect(f"offers:{'reply_choice' if replies else 'conversation_detail'}", conversation_id)


@require_safe
@declared(Policy.PARTY)
def reply_choice(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """The member's quick replies, to be put into the composer of this conversation."""
    me = viewer(request)
    conversation, other = conversation_for(me, conversation_id)
    replies = QuickReply.objects.filter(user=me).order_by("name")
    context = {"replies": replies, "conversation": conversation, "other": other}
    return render_page(request, "offers/reply_choice.html", context, fragment="choice")


def _kept(request: HttpRequest, conversation_id: UUID, user_id: int) -> Seat:
    typed = clean_text(request.POST["body"]) if "body" in request.POST else None
    if "insert" in request.POST:
        reply = get_object_or_404(QuickReply, pk=number(request.POST["insert"]), user_id=user_id)
        return add_to_draft(conversation_id=conversation_id, user_id=user_id, text=reply.body, typed=typed)
    version = None if "overwrite" in request.POST else number(request.POST.get("draft_version"))
    return keep_draft(conversation_id=conversation_id, user_id=user_id, text=typed or "", version=version)


def _filled(request: HttpRequest, seat: Seat) -> dict[str, object]:
    """A composer that got a quick reply shows it."""
    if "insert" not in request.POST:
        return {}
    form = MessageForm(initial={"body": seat.draft})
    form.fields["body"].widget.attrs.update({"autofocus": True, "data-hx-swap-oob": "true"})
    return {"form": form}


def _not_kept(request: HttpRequest, conversation_id: UUID, refused: DraftMoved | Invalid) -> HttpResponse:
    """Nothing is written over: what stands in this window stays in it, and the words say what lies elsewhere."""
    moved = refused.seat if isinstance(refused, DraftMoved) else None
    parts: dict[str, Any] = {
        "draft_version": number(request.POST.get("draft_version")),
        "draft_fault": refused.message,
        "moved": moved,
    }
    if wants_fragment(request):
        return render_page(request, STATE, parts, status=refused.status_code)
    opened = opened_for(viewer(request), conversation_id)
    form = MessageForm(request.POST)
    return conversation_page(request, opened, form=form, status=refused.status_code, **parts)
