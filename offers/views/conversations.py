"""One conversation: reading, writing, what is new, files."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import fresh_command
from config.shared.errors import Invalid
from config.shared.pages import render_page, wants_fragment
from config.shared.uploads import serve_download
from offers.access import attachment_for, conversation_for, opened_for
from offers.context import keep
from offers.forms import MessageForm
from offers.models import Conversation, Message, Seat
from offers.operations import mark_read, write_message
from offers.queries.inbox import Opened
from offers.queries.thread import lines_after, newest_lines
from offers.viewer import viewer

TEMPLATE = "offers/conversation_detail.html"


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.PARTY)
def conversation_detail(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """The newest messages (or older ones, ``?before=``) with the composer; opening it marks it as read."""
    opened = opened_for(viewer(request), conversation_id)
    if request.method == "POST":
        return _message_written(request, opened)
    if opened.seat.unread or opened.seat.told:
        mark_read(seat=opened.seat, at=clock.now())
    return _page(request, opened, MessageForm(initial=fresh_command()))


@require_GET
@declared(Policy.PARTY)
def message_poll(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """What was written since ``?after=``; 204 when nothing was. Asked for every few seconds while the page is open."""
    user = viewer(request)
    conversation, other = conversation_for(user, conversation_id)
    answer = _news(request, conversation, user, other)
    if answer.status_code != 204:  # noqa: PLR2004
        seat = Seat.objects.get(conversation=conversation, user=user)
        if seat.unread or seat.told:
            mark_read(seat=seat, at=clock.now())
    return answer


@require_GET
@declared(Policy.PARTY)
def attachment_download(request: HttpRequest, conversation_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    """A file of a message, always as a download."""
    attachment = attachment_for(viewer(request), conversation_id, attachment_id)
    return serve_download(attachment.file, attachment.name)


def _message_written(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = MessageForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            message = write_message(
                conversation_id=opened.conversation.pk,
                click=form.click(viewer(request).pk),
                body=form.cleaned_data["body"],
                files=form.cleaned_data["files"],
            )
        except Invalid as refused:
            form.add_error(refused.field, refused.message)
        else:
            return _after_writing(request, opened, message)
    if wants_fragment(request):
        return _composer(request, opened, form, status=422)
    return _page(request, opened, form, status=422)


def _after_writing(request: HttpRequest, opened: Opened, message: Message) -> HttpResponse:
    """Back to the page; a page that asked with htmx gets what is new and an empty composer."""
    if not wants_fragment(request):
        where = reverse("offers:conversation_detail", args=[opened.conversation.pk])
        return redirect(f"{where}#message-{message.pk}")
    fresh = MessageForm(initial=fresh_command())
    fresh.fields["body"].widget.attrs["autofocus"] = True
    extra = {"composer": True, "form": fresh}
    return _news(request, opened.conversation, viewer(request), opened.other, extra)


def _news(
    request: HttpRequest,
    conversation: Conversation,
    user: User,
    other: User,
    extra: dict[str, object] | None = None,
) -> HttpResponse:
    source = request.POST if request.method == "POST" else request.GET
    thread = lines_after(conversation, user, other, after=_number(source.get("after", "")))
    if not thread.lines and extra is None:
        return HttpResponse(status=204)
    context = {"thread": thread, "conversation": conversation, "other": other, **(extra or {})}
    return render_page(request, "offers/_news.html", context)


def _page(request: HttpRequest, opened: Opened, form: MessageForm, status: int = 200) -> HttpResponse:
    keep(request, opened.inbox)
    before = _number(request.GET.get("before", ""))
    thread = newest_lines(opened.conversation, viewer(request), opened.other, before=before)
    context = {
        "page": opened.inbox,
        "conversation": opened.conversation,
        "other": opened.other,
        "may_offer": opened.may_offer,
        "may_ask": opened.may_ask,
        "thread": thread,
        "is_newest": not before,
        "form": form,
    }
    return render_page(request, TEMPLATE, context, status=status)


def _composer(request: HttpRequest, opened: Opened, form: MessageForm, *, status: int) -> HttpResponse:
    context = {"form": form, "conversation": opened.conversation, "other": opened.other}
    response = render_page(request, "offers/_composer.html", context, status=status)
    response["HX-Retarget"] = "#composer"
    response["HX-Reswap"] = "outerHTML"
    return response


def _number(text: str) -> int:
    """A message's id out of an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0  # noqa: PLR2004
