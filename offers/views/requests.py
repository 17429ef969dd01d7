"""A buyer asks for an offer, and takes the request back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.models import User
from config.shared.access import Policy, declared
from config.shared.commands import fresh_command
from config.shared.errors import Forbidden, Invalid
from config.shared.pages import render_page
from gigs.models import Gig
from gigs.states import VISIBLE
from offers.access import request_for
from offers.forms import AskForm, WithdrawForm
from offers.models import OfferRequest
from offers.operations import ask_for_offer, withdraw_request
from offers.operations.asking import Brief, RequestClosed
from offers.operations.conversations import NoConversation
from offers.states import RequestState
from offers.viewer import viewer


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.MEMBER)
def request_new(request: HttpRequest) -> HttpResponseBase:
    """Ask a gig's seller (``?gig=``) or a member (``?to=``) for an offer."""
    gig, seller = _addressee(request)
    user = viewer(request)
    if seller.pk == user.pk:
        raise NoConversation("You cannot ask yourself for an offer.")
    posted = request.method == "POST"
    form = AskForm(request.POST, request.FILES) if posted else AskForm(initial=fresh_command())
    if posted and form.is_valid():
        asked = _asked(form, user, seller, gig)
        if asked is not None:
            messages.success(
                request, f"{seller.label} was asked for an offer. It will come in this conversation."
            )
            return redirect("offers:conversation_detail", asked.conversation_id)
    context = {"form": form, "seller": seller, "gig": gig}
    status = 422 if form.errors else 200
    return render_page(request, "offers/request_new.html", context, fragment="ask", status=status)


def _asked(form: AskForm, user: User, seller: User, gig: Gig | None) -> OfferRequest | None:
    data = form.cleaned_data
    brief = Brief(
        text=data["text"],
        budget_minor=data["budget"],
        wanted_by=data["wanted_by"],
        files=data["files"],
        gig_id=gig.pk if gig else None,
    )
    try:
        return ask_for_offer(seller_id=seller.pk, brief=brief, click=form.click(user.pk))
    except Invalid as refused:
        form.add_error("text" if refused.field == "body" else refused.field, refused.message)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.BUYER_SIDE)
def request_withdraw(request: HttpRequest, request_id: UUID) -> HttpResponseBase:
    """Take a request back, on a page of its own."""
    user = viewer(request)
    asked = request_for(user, request_id)
    if asked.buyer_id != user.pk:
        raise Forbidden
    if request.method != "POST" and asked.state != RequestState.OPEN:
        raise RequestClosed
    form = WithdrawForm(request.POST if request.method == "POST" else None, initial=fresh_command())
    if request.method == "POST" and form.is_valid():
        withdraw_request(request_id=asked.pk, click=form.click(user.pk))
        messages.success(
            request, f"You withdrew the request. {asked.seller.label} is told in the conversation."
        )
        return redirect("offers:conversation_detail", asked.conversation_id)
    return _page(request, asked, form)


def _page(request: HttpRequest, asked: OfferRequest, form: WithdrawForm) -> HttpResponse:
    context = {"asked": asked, "form": form}
    status = 422 if form.errors else 200
    return render_page(request, "offers/request_withdraw.html", context, fragment="act", status=status)


def _addressee(request: HttpRequest) -> tuple[Gig | None, User]:
    if slug := request.GET.get("gig", ""):
        gig = get_object_or_404(Gig.objects.select_related("seller"), slug=slug, state__in=VISIBLE)
        return gig, gig.seller
    return None, get_object_or_404(User, handle__iexact=request.GET.get("to", ""), is_active=True)
