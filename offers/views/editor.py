"""Create an offer: gig, order type, terms; then the draft is previewed on its own page and sent from there."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.models import User
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.errors import Refusal
from config.shared.pages import render_page
from gigs.eligibility import offer_milestones
from gigs.models import Gig
from gigs.states import GigState
from offers import editor as editors
from offers.access import conversation_for
from offers.editor import Editor
from offers.models import Conversation, Offer
from offers.operations import create_offer
from offers.states import Kind, State
from offers.terms import BadTerms
from offers.viewer import viewer

TEMPLATE = "offers/offer_new.html"
PREVIEW = "preview"
TOTALS = "totals"


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.PARTY)
def offer_new(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """Three steps behind one address: ``?gig=`` and ``?kind=`` say how far; ``?draft=1`` goes on with a draft."""
    user = viewer(request)
    conversation, other = conversation_for(user, conversation_id)
    if request.method == "POST":
        return _terms_posted(request, conversation, other)
    context: dict[str, object] = {"conversation": conversation, "other": other}
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


def _terms_posted(request: HttpRequest, conversation: Conversation, other: User) -> HttpResponseBase:
    user = viewer(request)
    gig = _own_gig(user, request.POST.get("gig", ""))
    kind = Kind.SINGLE if request.POST.get("kind") == Kind.SINGLE else Kind.MILESTONES
    act = request.POST.get("do", PREVIEW)
    context: dict[str, object] = {"conversation": conversation, "other": other}
    if act != PREVIEW:
        editor = editors.rearranged(gig, kind, request.POST, act)
        fragment = TOTALS if act == TOTALS else "editor"
        return _terms_page(request, context, editor, fragment=fragment, status=422 if editor.fault else 200)
    editor = editors.from_post(gig, kind, request.POST)
    status = 422
    if editor.is_valid():
        try:
            draft = create_offer(
                conversation_id=conversation.pk, seller_id=user.pk, terms=editor.terms(), at=clock.now()
            )
        except BadTerms as refused:
            editor.blame(refused)
        except Refusal as refused:
            editor.form.add_error(None, refused.message)
            status = refused.status_code
        else:
            return redirect("offers:offer_detail", draft.pk)
    return _terms_page(request, context, editor, status=status)


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
    return rows.select_related("gig__subcategory").prefetch_related("milestones").first()
