"""Create an offer: gig, order type, terms; then the draft is previewed on its own page and sent from there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.models import User
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.errors import Refusal
from config.shared.pages import render_page
from config.shared.text import clean_line
from gigs.eligibility import offer_milestones
from gigs.models import Gig
from gigs.states import GigState
from offers import editor as editors
from offers.access import conversation_for, offer_as
from offers.editor import Editor
from offers.models import Conversation, Offer
from offers.operations import create_offer
from offers.states import DEAD_WORDS, DeadOffer, Kind, Role, State
from offers.terms import BadTerms
from offers.viewer import viewer

TEMPLATE = "offers/offer_new.html"
PREVIEW = "preview"
TOTALS = "totals"


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.PARTY)
def offer_new(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """Three steps behind one address: ``?gig=`` and ``?kind=`` say how far.

    ``?draft=1`` goes on with a draft, ``?replaces=`` makes a new version of a sent offer.
    """
    user = viewer(request)
    conversation, other = conversation_for(user, conversation_id)
    if request.method == "POST":
        return _terms_posted(request, conversation, other)
    context: dict[str, object] = {"conversation": conversation, "other": other}
    old = _replaced(user, conversation, request.GET.get("replaces", ""))
    if old is not None:
        return _new_version(request, context, old)
    draft = _draft_of(conversation, user)
    if draft is not None and "draft" in request.GET:
        return _terms_page(request, context, editors.from_draft(draft))
    if "gig" not in request.GET:
        gigs = (
            Gig.objects.filter(seller=user, state=GigState.ACTIVE)
            .select_related("subcategory")
            .order_by("-published_at")
        )
        return render_page(request, TEMPLATE, {**context, "step": 1, "gigs": gigs[:100], "draft": draft})
    gig = _own_gig(user, request.GET["gig"])
    allowed = offer_milestones(gig.subcategory)
    kind = request.GET.get("kind", "")
    if kind == Kind.SINGLE or (kind == Kind.MILESTONES and allowed.ok):
        return _terms_page(request, context, editors.blank(gig, Kind(kind)))
    return render_page(request, TEMPLATE, {**context, "step": 2, "gig": gig, "allowed": allowed})


def _new_version(request: HttpRequest, context: dict[str, object], old: Offer) -> HttpResponseBase:
    """The editor with the old terms; nothing is stored before the preview."""
    if old.state != State.SENT:
        messages.error(request, DEAD_WORDS[State(old.state)])
        return redirect("offers:offer_detail", old.pk)
    return _terms_page(request, context, editors.from_sent(old))


def _replaced(user: User, conversation: Conversation, text: str) -> Offer | None:
    """The sent offer that a new version is to replace. Raises Http404 for anything that is not in this conversation."""
    if not text:
        return None
    try:
        offer = offer_as(Role.SELLER, user, UUID(text))
    except ValueError:
        raise Http404 from None
    if offer.conversation_id != conversation.pk or offer.state == State.DRAFT:
        raise Http404
    return offer


def _terms_posted(request: HttpRequest, conversation: Conversation, other: User) -> HttpResponseBase:
    user = viewer(request)
    slug = clean_line(request.POST.get("gig", ""))
    gig = get_object_or_404(Gig.objects.select_related("subcategory"), seller=user, slug=slug)
    old = _replaced(user, conversation, request.POST.get("replaces", ""))
    if request.POST.get("kind") not in Kind.values:
        raise Http404
    kind = Kind(request.POST["kind"])
    act = request.POST.get("do", PREVIEW)
    context: dict[str, object] = {"conversation": conversation, "other": other}
    if act != PREVIEW:
        editor = editors.rearranged(gig, kind, request.POST, act)
        editor.replaces = old
        fragment = TOTALS if act == TOTALS else "editor"
        return _terms_page(request, context, editor, fragment=fragment, status=422 if editor.fault else 200)
    editor = editors.from_post(gig, kind, request.POST)
    editor.replaces = old
    status = 422
    if editor.is_valid():
        try:
            draft = _stored(conversation, user, editor)
        except BadTerms as refused:
            editor.blame(refused)
        except DeadOffer as dead:
            editor.form.add_error(None, f"{dead.message} Previewed again, this is an offer of its own.")
            editor.replaces, status = None, dead.status_code
        except Refusal as refused:
            editor.form.add_error(None, refused.message)
            status = refused.status_code
        else:
            return redirect("offers:offer_detail", draft.pk)
    return _terms_page(request, context, editor, status=status)


def _stored(conversation: Conversation, user: User, editor: Editor) -> Offer:
    return create_offer(
        conversation_id=conversation.pk,
        seller_id=user.pk,
        terms=editor.terms(),
        at=clock.now(),
        supersedes_id=editor.replaces.pk if editor.replaces else None,
    )


def _terms_page(
    request: HttpRequest,
    context: dict[str, object],
    editor: Editor,
    *,
    fragment: str = "editor",
    status: int = 200,
) -> HttpResponse:
    more = {"step": 3, "editor": editor, "has_questions": editor.gig.questions.exists()}
    return render_page(request, TEMPLATE, {**context, **more}, fragment=fragment, status=status)


def _own_gig(user: User, slug: str) -> Gig:
    rows = Gig.objects.select_related("subcategory").filter(seller=user, state=GigState.ACTIVE)
    return get_object_or_404(rows, slug=slug)


def _draft_of(conversation: Conversation, user: User) -> Offer | None:
    rows = Offer.objects.filter(conversation=conversation, seller=user, state=State.DRAFT)
    return rows.select_related("gig__subcategory", "supersedes").prefetch_related("milestones").first()
