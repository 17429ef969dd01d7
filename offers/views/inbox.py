"""The list of conversations, and the beginning of one."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from accounts.models import User
from config.shared.access import Policy, declared
from config.shared.commands import fresh_command
from config.shared.errors import Invalid
from config.shared.pages import render_page
from gigs.models import Gig
from gigs.states import VISIBLE
from offers.context import keep
from offers.forms import MessageForm
from offers.models import Conversation
from offers.operations import start_conversation
from offers.operations.conversations import NoConversation
from offers.queries import inbox as lists
from offers.viewer import viewer


@declared(Policy.MEMBER)
def inbox(request: HttpRequest) -> HttpResponse:
    """All conversations of the member, newest first."""
    before = request.GET.get("before", "")
    page = lists.newest(viewer(request).pk, before=before)
    if not before:
        keep(request, page)
    older_url = f"?before={page.older.replace('+', '%2B')}" if page.older else ""
    context = {"page": page, "older_url": older_url, "is_first": not before}
    return render_page(request, "offers/inbox.html", context)


@declared(Policy.MEMBER)
def conversation_start(request: HttpRequest) -> HttpResponseBase:
    """The first message to a gig's seller (``?gig=``) or to a member (``?to=``)."""
    gig, other = _addressee(request)
    me = viewer(request)
    if other.pk == me.pk:
        message = "You cannot write to yourself."
        raise NoConversation(message)
    existing = Conversation.objects.between(me.pk, other.pk).first()
    if existing is not None and request.method != "POST":
        return redirect("offers:conversation_detail", existing.pk)
    posted = request.method == "POST"
    form = MessageForm(request.POST, request.FILES) if posted else MessageForm(initial=fresh_command())
    if posted and form.is_valid():
        sent = _start(form, me, other, gig)
        if sent is not None:
            return sent
    context = {"form": form, "other": other, "gig": gig}
    return render_page(request, "offers/conversation_start.html", context, status=422 if form.errors else 200)


def _start(form: MessageForm, me: User, other: User, gig: Gig | None) -> HttpResponseRedirect | None:
    try:
        message = start_conversation(
            other_id=other.pk,
            click=form.click(me.pk),
            body=form.cleaned_data["body"],
            files=form.cleaned_data["files"],
            gig_id=gig.pk if gig else None,
        )
    except Invalid as refused:
        form.add_error(refused.field, refused.message)
        return None
    return redirect("offers:conversation_detail", message.conversation_id)


def _addressee(request: HttpRequest) -> tuple[Gig | None, User]:
    if slug := request.GET.get("gig", ""):
        gig = get_object_or_404(Gig.objects.select_related("seller"), slug=slug, state__in=VISIBLE)
        return gig, gig.seller
    return None, get_object_or_404(User, handle__iexact=request.GET.get("to", ""), is_active=True)
