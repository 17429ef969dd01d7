"""One conversation: reading, writing, what is new, files."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import fresh_command
from config.shared.errors import Invalid, Refusal, Stale
from config.shared.pages import render_page, wants_fragment
from config.shared.uploads import serve_download, serve_preview
from offers.access import attachment_for, opened_for, watched_for
from offers.forms import MessageForm
from offers.models import Conversation, Message
from offers.operations import mark_read, write_message
from offers.queries.inbox import Opened, other_of
from offers.queries.thread import Thread, lines_after, read_mark
from offers.viewer import viewer
from offers.views.pages import about, composer, conversation_page, number, thread_of


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.PARTY)
def conversation_detail(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """The newest messages (or older ones, ``?before=``) with the composer; the newest are read by being opened."""
    opened = opened_for(viewer(request), conversation_id)
    if request.method == "POST":
        return _message_written(request, opened)
    thread = thread_of(request, opened)
    if "before" in request.GET:
        if wants_fragment(request):
            context = {"thread": thread, "conversation": opened.conversation, "read": thread.read}
            return render_page(request, "offers/_older.html", context)
    elif opened.seat.unread or opened.seat.told or thread.heard > opened.seat.read_to:
        mark_read(seat=opened.seat, at=clock.now(), up_to=thread.after)
    return conversation_page(request, opened, thread)


@require_GET
@declared(Policy.PARTY)
def message_poll(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """What was written or read since the page knew; 204 when nothing was. Asked for while the page is in sight."""
    me = viewer(request)
    seat, read_to = watched_for(me, conversation_id)
    thread = lines_after(seat.conversation, me, other_of(seat), after=number(request.GET.get("after")))
    if not thread.lines and read_to == number(request.GET.get("seen")):
        return HttpResponse(status=204)
    if seat.unread or seat.told or thread.heard > seat.read_to:
        mark_read(seat=seat, at=clock.now(), up_to=thread.after)
    return _news(request, seat.conversation, thread, read_to)


@require_GET
@declared(Policy.PARTY)
def attachment_download(request: HttpRequest, conversation_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    """A file of a message, always as a download."""
    attachment = attachment_for(viewer(request), conversation_id, attachment_id)
    return serve_download(attachment.file, attachment.name)


@require_GET
@declared(Policy.PARTY)
def attachment_preview(request: HttpRequest, conversation_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    """The small picture that was drawn of a picture; 404 for what is none."""
    attachment = attachment_for(viewer(request), conversation_id, attachment_id)
    if not attachment.preview:
        raise Http404
    return serve_preview(attachment.preview)


def _message_written(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = MessageForm(request.POST, request.FILES)
    status = 422
    if form.is_valid():
        try:
            return _after_writing(request, opened, _write(request, opened, form))
        except Invalid as refused:
            form.add_error(refused.field, refused.message)
        except Stale:
            raise
        except Refusal as refused:
            form.add_error(None, refused.message)
            status = refused.status_code
    if not wants_fragment(request):
        return conversation_page(request, opened, form=form, status=status)
    version = number(request.POST.get("draft_version"))
    parts = composer(opened, form, draft_version=version, about=about(request, opened))
    response = render_page(request, "offers/_composer.html", parts, status=status)
    response["HX-Retarget"] = "#composer"
    response["HX-Reswap"] = "outerHTML"
    return response


def _write(request: HttpRequest, opened: Opened, form: MessageForm) -> Message:
    gig = about(request, opened)
    return write_message(
        conversation_id=opened.conversation.pk,
        click=form.click(viewer(request).pk),
        body=form.cleaned_data["body"],
        files=form.cleaned_data["files"],
        draft_version=number(request.POST.get("draft_version")),
        gig_id=gig.pk if gig else None,
    )


def _after_writing(request: HttpRequest, opened: Opened, message: Message) -> HttpResponse:
    """Back to the page; a page that asked with htmx gets what is new and an empty composer."""
    if not wants_fragment(request):
        where = reverse("offers:conversation_detail", args=[opened.conversation.pk])
        return redirect(f"{where}#message-{message.pk}")
    opened.seat.refresh_from_db(fields=["draft", "draft_version"])
    fresh = MessageForm(initial={**fresh_command(), "body": opened.seat.draft})
    fresh.fields["body"].widget.attrs["autofocus"] = True
    after = number(request.POST.get("after"))
    thread = lines_after(opened.conversation, viewer(request), opened.other, after=after)
    parts = composer(opened, fresh, composer=True)
    return _news(request, opened.conversation, thread, opened.read_to, **parts)


def _news(
    request: HttpRequest, conversation: Conversation, thread: Thread, read_to: int, /, **parts: object
) -> HttpResponse:
    """What the page adds, with the mark of what was read when it moved."""
    asked = request.POST if request.method == "POST" else request.GET
    first, known = number(asked.get("first")), number(asked.get("read"))
    read = known
    if read_to != number(asked.get("seen")):
        read = read_mark(conversation, viewer(request), read_to=read_to, first=first)
    context = {
        "thread": thread,
        "conversation": conversation,
        "read_to": read_to,
        "read": read,
        "read_before": known,
        "read_elsewhere": read and read not in {line.id for line in thread.lines},
        "first": first or (thread.lines[0].id if thread.lines else 0),
        **parts,
    }
    return render_page(request, "offers/_news.html", context)
