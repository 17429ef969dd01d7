"""A member's own order in the inbox: stars and archive; and the borders: block, report."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.errors import Invalid
from config.shared.pages import render_page, wants_fragment
from offers.access import conversation_for
from offers.inbox_forms import ReportForm
from offers.models import Block
from offers.operations.blocking import block_member, unblock_member
from offers.operations.reporting import ReportedAlready, report_member
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


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.PARTY)
def conversation_block(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """What blocking means; block, or unblock (``undo``)."""
    me = viewer(request)
    conversation, other = conversation_for(me, conversation_id)
    if request.method == "POST":
        if "undo" in request.POST:
            unblock_member(conversation_id=conversation.pk, blocker_id=me.pk)
            messages.success(request, f"{other.label} can write to you again.")
        else:
            block_member(conversation_id=conversation.pk, blocker_id=me.pk, at=clock.now())
            messages.success(request, f"{other.label} is blocked.")
        return redirect("offers:conversation_detail", conversation.pk)
    blocked = Block.objects.filter(blocker=me, blocked=other).exists()
    context = {"conversation": conversation, "other": other, "blocked": blocked}
    return render_page(request, "offers/conversation_block.html", context, fragment="act")


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.PARTY)
def conversation_report(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """Tell staff about the other one; they are not told."""
    me = viewer(request)
    conversation, other = conversation_for(me, conversation_id)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            report_member(
                conversation_id=conversation.pk, reporter_id=me.pk, at=clock.now(), **form.cleaned_data
            )
        except Invalid as refused:
            form.add_error(refused.field, refused.message)
        except ReportedAlready as refused:
            messages.info(request, refused.message)
            return redirect("offers:conversation_detail", conversation.pk)
        else:
            messages.success(request, f"Thank you. Our staff will look at it. {other.label} is not told.")
            return redirect("offers:conversation_detail", conversation.pk)
    context = {"conversation": conversation, "other": other, "form": form}
    return render_page(
        request, "offers/conversation_report.html", context, status=422 if form.errors else 200
    )
