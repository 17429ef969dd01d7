"""An offer as its parties see it, and what each may do with it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import CommandForm, fresh_command
from config.shared.components import Countdown
from config.shared.errors import Invalid, Refusal, Stale
from config.shared.pages import render_page
from offers.access import offer_as, offer_for
from offers.deadlines import is_over
from offers.forms import ChangesForm, DeclineForm, SendForm, WithdrawForm
from offers.models import Offer
from offers.operations import (
    ask_for_changes,
    decline_offer,
    delete_draft,
    mark_opened,
    send_offer,
    withdraw_offer,
)
from offers.queries.sheets import sheet_of
from offers.states import DEAD_WORDS, Role, State, actions_of
from offers.viewer import viewer


@require_GET
@declared(Policy.PARTY)
def offer_detail(request: HttpRequest, offer_id: UUID) -> HttpResponseBase:
    """All terms, payments and dates; a draft is shown to its seller as the buyer will see it."""
    offer, role = offer_for(viewer(request), offer_id)
    if offer.is_unfinished:
        return redirect(_editor(offer))
    if role is Role.BUYER and offer.opened_at is None:
        mark_opened(offer_id=offer.pk, at=clock.now())
    return _page(request, offer, role)


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.SELLER_SIDE)
def offer_send(request: HttpRequest, offer_id: UUID) -> HttpResponseBase:
    """Send the previewed draft."""
    user = viewer(request)
    offer = offer_as(Role.SELLER, user, offer_id)
    form = SendForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("offers:offer_detail", offer.pk)
    try:
        send_offer(offer_id=offer.pk, click=form.click(user.pk))
    except Refusal as refused:
        return _refused(request, offer_id, refused)
    messages.success(request, f"Offer sent to {offer.buyer.label}.")
    return redirect("offers:conversation_detail", offer.conversation_id)


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.BUYER_SIDE)
def offer_decline(request: HttpRequest, offer_id: UUID) -> HttpResponseBase:
    """Decline with a reason, on a page of its own."""
    user = viewer(request)
    offer = offer_as(Role.BUYER, user, offer_id)
    form = DeclineForm(_posted(request), initial=fresh_command(offer.version))
    if request.method == "POST" and form.is_valid():
        try:
            decline_offer(offer_id=offer.pk, click=form.click(user.pk), reason=form.cleaned_data["reason"])
        except Refusal as refused:
            return _refused(request, offer_id, refused)
        messages.success(request, "You declined the offer. Nothing was charged.")
        return redirect("offers:offer_detail", offer.pk)
    return _act_page(request, offer, form, "offers/offer_decline.html")


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.SELLER_SIDE)
def offer_withdraw(request: HttpRequest, offer_id: UUID) -> HttpResponseBase:
    """Take the offer back, on a page of its own."""
    user = viewer(request)
    offer = offer_as(Role.SELLER, user, offer_id)
    form = WithdrawForm(_posted(request), initial=fresh_command(offer.version))
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_offer(offer_id=offer.pk, click=form.click(user.pk))
        except Refusal as refused:
            return _refused(request, offer_id, refused)
        messages.success(request, f"You withdrew the offer. {offer.buyer.label} can no longer accept it.")
        return redirect("offers:offer_detail", offer.pk)
    return _act_page(request, offer, form, "offers/offer_withdraw.html")


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.BUYER_SIDE)
def offer_changes(request: HttpRequest, offer_id: UUID) -> HttpResponseBase:
    """Say what is to change, row by row; the offer stays open meanwhile."""
    user = viewer(request)
    offer = offer_as(Role.BUYER, user, offer_id)
    rows = [(row.position, f"{row.position}. {row.name}") for row in offer.milestones.all()]
    form = ChangesForm(_posted(request), initial=_said(offer), rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_changes(offer_id=offer.pk, click=form.click(user.pk), comments=form.comments())
        except Invalid as refused:
            form.add_error(refused.field, refused.message)
        except Refusal as refused:
            return _refused(request, offer_id, refused)
        else:
            messages.success(request, f"{offer.seller.label} was told what you would like to have changed.")
            return redirect("offers:offer_detail", offer.pk)
    return _act_page(request, offer, form, "offers/offer_changes.html")


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.SELLER_SIDE)
def offer_delete(request: HttpRequest, offer_id: UUID) -> HttpResponseBase:
    """Throw a draft away, on a page of its own."""
    user = viewer(request)
    offer = offer_as(Role.SELLER, user, offer_id)
    if offer.state != State.DRAFT:
        return _refused(request, offer_id, Refusal("This offer was sent already. Withdraw it instead."))
    if request.method == "POST":
        delete_draft(draft_id=offer.pk, seller_id=user.pk)
        messages.success(request, "The draft was deleted.")
        return redirect("offers:conversation_detail", offer.conversation_id)
    return render_page(request, "offers/offer_delete.html", {"offer": offer}, fragment="act")


def _said(offer: Offer) -> dict[str, object]:
    """What was asked for before, to be said anew."""
    said = {f"row_{comment.position}": comment.body for comment in offer.comments.all()}
    return {**fresh_command(offer.version), **said}


def _editor(offer: Offer) -> str:
    return f"{reverse('offers:offer_new', args=[offer.conversation_id])}?draft={offer.pk}"


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent; an empty form counts as sent too."""
    return request.POST if request.method == "POST" else None


def _act_page(request: HttpRequest, offer: Offer, form: CommandForm, template: str) -> HttpResponse:
    """The form of an act on an open offer; on a closed one the offer, with words."""
    if _state_now(offer) != State.SENT:
        return _refused(request, offer.pk, Refusal(DEAD_WORDS[_state_now(offer)]))
    context = {"offer": offer, "form": form, "sheet": sheet_of(offer, clock.now())}
    return render_page(request, template, context, fragment="act", status=422 if form.errors else 200)


def _refused(request: HttpRequest, offer_id: UUID, refused: Refusal) -> HttpResponse:
    """The offer as it stands now, with the sentence."""
    offer, role = offer_for(viewer(request), offer_id)
    fault = refused.message
    if isinstance(refused, Stale) and offer.state == State.DRAFT:
        fault = "This draft was changed in another window. Here it is as it stands now."
    return _page(request, offer, role, fault=fault, status=refused.status_code)


def _page(
    request: HttpRequest, offer: Offer, role: Role, *, fault: str = "", status: int = 200
) -> HttpResponse:
    at = clock.now()
    other = offer.buyer if role is Role.SELLER else offer.seller
    state = _state_now(offer)
    previous = offer.supersedes
    context = {
        "offer": offer,
        "other": other,
        "is_seller": role is Role.SELLER,
        "is_draft": state == State.DRAFT,
        "is_open": state == State.SENT,
        "state": state,
        "replaces": previous,
        "replaced_by": offer.superseded_by if state == State.SUPERSEDED else None,
        "comments": _comments(offer) if state == State.SENT else [],
        "editor_url": _editor(offer),
        "state_words": DEAD_WORDS.get(state, "") if role is Role.BUYER else "",
        "actions": {action.value: label for action, label in actions_of(state, role)},
        "sheet": sheet_of(offer, offer.closed_at or at, previous=previous),
        "countdown": _countdown(offer, role) if state == State.SENT else None,
        "send_form": SendForm(initial=fresh_command(offer.version)),
        "fault": fault,
    }
    return render_page(request, "offers/offer_detail.html", context, status=status)


def _comments(offer: Offer) -> list[tuple[str, str]]:
    """What the buyer asked to have changed: (name of the row, words)."""
    names = {row.position: f"{row.position}. {row.name}" for row in offer.milestones.all()}
    return [(names.get(one.position, "The offer as a whole"), one.body) for one in offer.comments.all()]


def _state_now(offer: Offer) -> State:
    """An open offer past its expiry reads as expired before the clock has come by."""
    if offer.state == State.SENT and is_over(offer.expires_at, clock.now()):
        return State.EXPIRED
    return State(offer.state)


def _countdown(offer: Offer, role: Role) -> Countdown | None:
    if offer.expires_at is None:
        return None
    other = offer.buyer if role is Role.SELLER else offer.seller
    return Countdown(offer.expires_at, clock.now(), other.time_zone, other.label)
