"""A member's own order in the inbox: stars and archive."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from config.shared.access import Policy, declared
from config.shared.pages import render_page, wants_fragment
from offers.access import conversation_for
from offers.operations.seats import archive, star
from offers.viewer import viewer


@require_POST
@declared(Policy.PARTY)
def conversation_star(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Star a conversation (``on=1``) or take the star away."""
    me = viewer(request)
    conversation, other = conversation_for(me, conversation_id)
    starred = request.POST.get("on") == "1"
    star(conversation_id=conversation.pk, user_id=me.pk, starred=starred)
    if not wants_fragment(request):
        return redirect("offers:conversation_detail", conversation.pk)
    context = {"conversation_id": conversation.pk, "name": other.label, "starred": starred, "now": True}
    return render_page(request, "offers/_star.html", context)


@require_POST
@declared(Policy.PARTY)
def conversation_archive(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Put a conversation away (``on=1``) and go back to the list, or take it out again."""
    me = viewer(request)
    conversation, other = conversation_for(me, conversation_id)
    archived = request.POST.get("on") == "1"
    archive(conversation_id=conversation.pk, user_id=me.pk, archived=archived)
    if archived:
        messages.success(request, f"{other.label} is archived. A new message brings the conversation back.")
        return redirect("offers:inbox")
    messages.success(request, f"{other.label} is back in your inbox.")
    return redirect("offers:conversation_detail", conversation.pk)
