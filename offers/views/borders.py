"""Borders that a member draws in a conversation: block the other one, report them to staff."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.errors import Invalid
from config.shared.pages import render_page
from offers.access import conversation_for
from offers.inbox_forms import ReportForm
from offers.models import Block
from offers.operations.blocking import block_member, unblock_member
from offers.operations.reporting import ReportedAlready, report_member
from offers.viewer import viewer


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
    status = 422 if form.errors else 200
    return render_page(request, "offers/conversation_report.html", context, status=status)
