"""A member's quick replies: list, write, change, remove."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from config.shared.access import Policy, declared
from config.shared.errors import Invalid
from config.shared.pages import render_page
from offers.inbox_forms import QuickReplyForm
from offers.models import QuickReply
from offers.operations.replies import TooManyReplies, remove_reply, save_reply
from offers.viewer import viewer


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.MEMBER)
def reply_list(request: HttpRequest) -> HttpResponse:
    """All of them, and the form of a new one."""
    return _form_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.OWNER)
def reply_edit(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Change one."""
    return _form_page(request, get_object_or_404(QuickReply, pk=reply_id, user=viewer(request)))


@require_POST
@declared(Policy.OWNER)
def reply_remove(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Forget one."""
    me = viewer(request)
    reply = get_object_or_404(QuickReply, pk=reply_id, user=me)
    remove_reply(user_id=me.pk, reply_id=reply.pk)
    messages.success(request, f"“{reply.name}” is removed.")
    return redirect("offers:reply_list")


def _form_page(request: HttpRequest, reply: QuickReply | None) -> HttpResponse:
    known = {"name": reply.name, "body": reply.body} if reply else {}
    form = QuickReplyForm(request.POST) if request.method == "POST" else QuickReplyForm(initial=known)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _saved(request, form, reply):
            return redirect("offers:reply_list")
    replies = QuickReply.objects.filter(user=viewer(request)).order_by("name")
    context = {"replies": replies, "reply": reply, "form": form}
    return render_page(request, "offers/reply_list.html", context, status=status)


def _saved(request: HttpRequest, form: QuickReplyForm, reply: QuickReply | None) -> bool:
    try:
        saved = save_reply(
            user_id=viewer(request).pk, reply_id=reply.pk if reply else None, **form.cleaned_data
        )
    except Invalid as refused:
        form.add_error(refused.field, refused.message)
        return False
    except TooManyReplies as refused:
        form.add_error(None, refused.message)
        return False
    messages.success(request, f"“{saved.name}” is saved.")
    return True
