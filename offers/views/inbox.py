"""The list of conversations, and the beginning of one."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from config.shared.access import Policy, declared
from config.shared.commands import fresh_command
from config.shared.errors import Invalid
from config.shared.pages import render_page, wants_fragment
from config.shared.text import clean_line
from gigs.models import Gig
from gigs.states import VISIBLE
from offers.context import keep
from offers.forms import MessageForm
from offers.models import Conversation
from offers.operations import start_conversation
from offers.operations.blocking import must_be_on_terms
from offers.operations.conversations import NoConversation, TooManyConversations
from offers.operations.messages import Unanswered
from offers.queries import inbox as lists
from offers.queries.search import search
from offers.viewer import viewer


@require_safe
@declared(Policy.MEMBER)
def inbox(request: HttpRequest) -> HttpResponse:
    """The member's conversations, newest first: all, those of a box (``box``), or what a ``search`` finds."""
    if "known" in request.GET and wants_fragment(request):
        return _list_again(request)
    before, query = request.GET.get("before", ""), clean_line(request.GET.get("search", ""))
    box = lists.Box.named(request.GET.get("box", ""))
    context: dict[str, object] = {
        "query": query,
        "box": box,
        "boxes": tuple(lists.Box),
        "is_first": not before,
    }
    if query:
        context["found"] = search(viewer(request).pk, query)
        return render_page(request, "offers/inbox.html", context)
    page = lists.newest(viewer(request).pk, before=before, box=box)
    if not before and box is lists.Box.ALL:
        keep(request, page)
    older_url = f"?{urlencode({'box': box.word, 'before': page.older})}" if page.older else ""
    return render_page(request, "offers/inbox.html", {**context, "page": page, "older_url": older_url})


@require_safe
@declared(Policy.MEMBER)
def unread_count(request: HttpRequest) -> HttpResponse:
    """The number in the header of every page; 204 while it is the known one."""
    unread = lists.unread_of(viewer(request).pk)
    if str(unread) == request.GET.get("known", ""):
        return HttpResponse(status=204)
    return render_page(request, "offers/_badge.html", {"unread_messages": unread})


def _list_again(request: HttpRequest) -> HttpResponse:
    """The list of a page that is open; 204 while it looks as it did."""
    me, box = viewer(request).pk, lists.Box.named(request.GET.get("box", ""))
    open_one = _uuid(request.GET.get("beside", ""))
    page = lists.beside(me, open_one) if open_one else lists.newest(me, box=box)
    if page.stamp == request.GET["known"]:
        return HttpResponse(status=204)
    context = {"page": page, "box": box, "beside": open_one, "unread_messages": page.unread, "oob": True}
    return render_page(request, "offers/_list.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


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
        where = reverse("offers:conversation_detail", args=[existing.pk])
        moved_on = gig is not None and gig.pk != existing.gig_id
        return redirect(f"{where}?{urlencode({'gig': gig.slug})}#composer" if gig and moved_on else where)
    if existing is None:
        must_be_on_terms(me.pk, other.pk)
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
    except (TooManyConversations, Unanswered) as refused:
        form.add_error(None, refused.message)
        return None
    return redirect("offers:conversation_detail", message.conversation_id)


def _addressee(request: HttpRequest) -> tuple[Gig | None, User]:
    if slug := request.GET.get("gig", ""):
        gig = get_object_or_404(Gig.objects.select_related("seller"), slug=slug, state__in=VISIBLE)
        return gig, gig.seller
    return None, get_object_or_404(User, handle__iexact=request.GET.get("to", ""), is_active=True)
