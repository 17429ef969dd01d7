"""Create an offer: gig, order type, terms; the draft is kept meanwhile, previewed on its page and sent from there."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.errors import Refusal
from config.shared.pages import render_page, wants_fragment
from config.shared.text import clean_line
from gigs.eligibility import offer_milestones
from gigs.models import Gig
from gigs.states import GigState
from offers import editor as editors
from offers.access import conversation_for, offer_as, request_for
from offers.editor import Editor
from offers.kinds import TABLE, KindRules, rules_of
from offers.models import Conversation, Offer, OfferRequest
from offers.operations import create_offer, keep_draft
from offers.operations.drafting import ChangedElsewhere
from offers.queries.starting import Start, rows_of_request, starts_of
from offers.repeating import terms_of
from offers.rows import arranged, filled, typed_rows
from offers.states import DEAD_WORDS, DeadOffer, Kind, Role, State
from offers.terms import BadTerms
from offers.viewer import viewer

TEMPLATE = "offers/offer_new.html"
SHEET, FORM, LIVE = "sheet", "editor", "totals"
PREVIEW, SAVE, KEEP, ORDER, FILL = "preview", "save", "keep", "order", "fill"
KEEPING = frozenset({SAVE, KEEP, ORDER, LIVE})


@dataclass(frozen=True, slots=True)
class Choice:
    """One order type in step 2; ``reason`` says why it cannot be chosen."""

    kind: Kind
    rules: KindRules
    reason: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@declared(Policy.PARTY)
def offer_new(request: HttpRequest, conversation_id: UUID) -> HttpResponseBase:
    """Three steps behind one address: ``?gig=`` and ``?kind=`` say how far.

    ``?draft=`` goes on with a draft, ``?replaces=`` makes a new version of a sent offer, ``?again=`` sends the terms
    of a closed one again, ``?request=`` answers a buyer's request.
    """
    user = viewer(request)
    conversation, other = conversation_for(user, conversation_id)
    place = Place(request, user, conversation, other)
    return _posted(place) if request.method == "POST" else _shown(place)


@dataclass(frozen=True, slots=True)
class Place:
    """Who writes to whom, and the request that asks."""

    request: HttpRequest
    user: User
    conversation: Conversation
    other: User

    @property
    def is_own_page(self) -> bool:
        """The editor is a page, not a sheet over the conversation."""
        shown = urlsplit(self.request.headers.get("HX-Current-URL", ""))
        return not wants_fragment(self.request) or shown.path == self.request.path

    def page(
        self, step: int, context: dict[str, object], *, fragment: str = SHEET, status: int = 200
    ) -> HttpResponse:
        """One of the three steps."""
        common = {
            "conversation": self.conversation,
            "other": self.other,
            "step": step,
            "own_page": self.is_own_page,
            "alone": fragment == LIVE,
        }
        return render_page(self.request, TEMPLATE, {**common, **context}, fragment=fragment, status=status)


def _shown(place: Place) -> HttpResponseBase:
    get = place.request.GET
    if (old := _earlier(place, get.get("replaces", ""))) is not None:
        return _new_version(place, old)
    if (again := _earlier(place, get.get("again", ""))) is not None:
        return _terms(place, editors.from_offer(again, as_version=False))
    draft = _draft(place, get.get("draft", ""))
    if draft is not None and "gig" not in get:
        return _terms(place, editors.from_draft(draft))
    return _steps(place, draft)


def _steps(place: Place, draft: Offer | None) -> HttpResponse:
    """Gig, order type, terms: the first of them that the address does not answer."""
    get = place.request.GET
    asked = _asked(place, get.get("request", "")) or (draft.request if draft else None)
    if "same" in get and asked is not None and (editor := _same_again(place, asked)) is not None:
        return _terms(place, editor)
    if "gig" not in get:
        return place.page(1, {"gigs": _own_gigs(place.user), "drafts": _drafts(place), "asked": asked})
    gig = _own_gig(place.user, get["gig"])
    choices = _choices(gig)
    kind = get.get("kind", "")
    if kind not in {choice.kind for choice in choices if not choice.reason}:
        return place.page(2, {"gig": gig, "choices": choices, "asked": asked, "draft": draft})
    if draft is not None:
        return _terms(place, editors.from_draft(draft, Kind(kind)))
    return _terms(place, _begun(place, gig, Kind(kind), asked))


def _same_again(place: Place, asked: OfferRequest) -> Editor | None:
    """The terms of the order that the buyer wants again, in one step; None when its gig or order type is gone."""
    wanted = terms_of(asked)
    gig = _active_gigs(place.user).filter(pk=asked.gig_id or 0).first()
    if wanted is None or gig is None or wanted.kind not in TABLE:
        return None
    free = {choice.kind for choice in _choices(gig) if not choice.reason}
    return _begun(place, gig, Kind(wanted.kind), asked) if wanted.kind in free else None


def _begun(place: Place, gig: Gig, kind: Kind, asked: OfferRequest | None) -> Editor:
    """Empty rows, or what a buyer's request says already."""
    if asked is None:
        return editors.blank(gig, kind)
    today = timezone.localtime(clock.now(), place.user.zone).date()
    editor = editors.blank(gig, kind, rows_of_request(asked, rules_of(kind), today), asked.message.body)
    editor.request = asked
    return editor


def _choices(gig: Gig) -> list[Choice]:
    allowed = offer_milestones(gig.subcategory)
    return [
        Choice(kind, rules, allowed.reason if rules.by_milestone and not allowed.ok else "")
        for kind, rules in TABLE.items()
    ]


def _new_version(place: Place, old: Offer) -> HttpResponseBase:
    """The editor with the old terms; nothing is stored before something is changed. One begun is gone on with."""
    begun = Offer.objects.filter(supersedes=old, state=State.DRAFT).first()
    if begun is not None:
        return redirect(f"{place.request.path}?draft={begun.pk}")
    if old.state != State.SENT:
        messages.error(place.request, DEAD_WORDS[State(old.state)])
        return redirect("offers:offer_detail", old.pk)
    return _terms(place, editors.from_offer(old, as_version=True))


def _posted(place: Place) -> HttpResponseBase:
    post = place.request.POST
    gig = get_object_or_404(
        Gig.objects.select_related("subcategory"), seller=place.user, slug=clean_line(post.get("gig", ""))
    )
    if post.get("kind") not in TABLE:
        raise Http404
    kind, act = Kind(post["kind"]), post.get("do", PREVIEW)
    if act == PREVIEW:
        return _preview(place, _linked(place, editors.from_post(gig, kind, post)))
    rows = typed_rows(post)
    start = _start(place, gig) if act == FILL else None
    done = (
        filled(rows, [dict(row) for row in start.rows], start.name)
        if start
        else arranged(rows, rules_of(kind), act, post.get("undo", ""))
    )
    editor = _linked(place, editors.from_act(gig, kind, post, done))
    if editor.fault:
        return _terms(place, editor, fragment=FORM, status=422)
    if not done.acted and act not in KEEPING:
        return _terms(place, editor, fragment=FORM)
    return _kept(place, editor, act)


def _start(place: Place, gig: Gig) -> Start | None:
    key = place.request.POST.get("start", "")
    return next((start for start in starts_of(gig, place.user.pk) if start.key == key), None)


def _linked(place: Place, editor: Editor) -> Editor:
    """What the form says that it replaces and answers. Raises Http404 for anything of somebody else's."""
    post = place.request.POST
    editor.replaces = _earlier(place, post.get("replaces", ""))
    editor.request = _asked(place, post.get("request", ""))
    return editor


def _kept(place: Place, editor: Editor, act: str) -> HttpResponseBase:
    """Keep the draft as it stands and show what the act wants to see of it."""
    try:
        draft = keep_draft(
            conversation_id=place.conversation.pk,
            seller_id=place.user.pk,
            gig_id=editor.gig.pk,
            kind=editor.kind,
            at=clock.now(),
            desk=editor.desk,
        )
    except Refusal as refused:
        return _refused(place, editor, refused, fragment=_part(act))
    if act == SAVE:
        messages.success(place.request, "Your draft is kept. Only you can see it.")
        return _onward(place, "offers:conversation_detail", place.conversation.pk)
    editor.version = draft.version
    answer = _terms(place, editor, fragment=_part(act), kept=True)
    return _addressed(place, answer, draft)


def _part(act: str) -> str:
    """What is swapped: the figures while somebody types, else the whole form."""
    return LIVE if act in {KEEP, LIVE} else FORM


def _addressed(place: Place, answer: HttpResponse, draft: Offer) -> HttpResponse:
    """On a page of its own the address names the draft from now on: loading it again or going back loses nothing."""
    if place.is_own_page:
        answer["HX-Replace-Url"] = f"{place.request.path}?draft={draft.pk}"
    return answer


def _preview(place: Place, editor: Editor) -> HttpResponseBase:
    if not editor.is_valid():
        return _terms(place, editor, fragment=FORM, status=422)
    try:
        draft = create_offer(
            conversation_id=place.conversation.pk,
            seller_id=place.user.pk,
            terms=editor.terms(),
            at=clock.now(),
            desk=editor.desk,
        )
    except BadTerms as refused:
        editor.blame(refused)
        return _terms(place, editor, fragment=FORM, status=422)
    except Refusal as refused:
        return _refused(place, editor, refused, fragment=FORM)
    return _onward(place, "offers:offer_detail", draft.pk)


def _refused(place: Place, editor: Editor, refused: Refusal, *, fragment: str) -> HttpResponse:
    """What was typed, with the sentence; the fresh version beside it when the draft was changed elsewhere."""
    words = refused.message
    if isinstance(refused, ChangedElsewhere):
        editor.elsewhere = _fresh(place, editor)
        if editor.elsewhere is not None:
            editor.draft_id, editor.version = editor.elsewhere.pk, editor.elsewhere.version
        words += " What you typed stands here; preview it to keep it in the place of the other."
    elif isinstance(refused, DeadOffer):
        fresh = editors.blank(editor.gig, editor.kind)
        editor.draft_id, editor.version, editor.replaces = fresh.draft_id, None, None
        words += " Previewed again, this is an offer of its own."
    editor.fault = words
    return _terms(place, editor, fragment=fragment, status=refused.status_code)


def _fresh(place: Place, editor: Editor) -> Offer | None:
    """The draft as it is stored now: this one, or the new version that another window began."""
    drafts = Offer.objects.filter(seller=place.user, conversation=place.conversation, state=State.DRAFT)
    found = drafts.filter(pk=editor.draft_id).first()
    return found or (drafts.filter(supersedes=editor.replaces).first() if editor.replaces else None)


def _onward(place: Place, name: str, key: UUID) -> HttpResponseBase:
    target = redirect(name, key)
    return HttpResponseClientRedirect(target.url) if wants_fragment(place.request) else target


def _terms(
    place: Place, editor: Editor, *, fragment: str = SHEET, status: int = 200, kept: bool = False
) -> HttpResponse:
    if editor.replaces is not None:
        editor.notes = {str(c.position): c.body for c in editor.replaces.comments.all()}
    more: dict[str, object] = {"editor": editor, "kept": kept}
    if fragment != LIVE:
        starts = starts_of(editor.gig, place.user.pk) if editor.rules.named else ()
        more |= {"has_questions": editor.gig.questions.exists(), "starts": starts}
    return place.page(3, more, fragment=fragment, status=status)


def _earlier(place: Place, text: str) -> Offer | None:
    """An offer of this conversation that was sent. Raises Http404 for anything else, Forbidden for the buyer's side."""
    if not text:
        return None
    offer = offer_as(Role.SELLER, place.user, _key(text))
    if offer.conversation_id != place.conversation.pk or offer.state == State.DRAFT:
        raise Http404
    return offer


def _asked(place: Place, text: str) -> OfferRequest | None:
    """A request of this conversation to this seller. Raises Http404."""
    if not text:
        return None
    asked = request_for(place.user, _key(text))
    if asked.seller_id != place.user.pk or asked.conversation_id != place.conversation.pk:
        raise Http404
    return asked


def _draft(place: Place, text: str) -> Offer | None:
    """One of the seller's drafts here. Raises Http404."""
    if not text:
        return None
    return get_object_or_404(_drafts_of(place), pk=_key(text))


def _drafts(place: Place) -> list[Offer]:
    return list(_drafts_of(place))


def _drafts_of(place: Place) -> QuerySet[Offer]:
    rows = Offer.objects.filter(conversation=place.conversation, seller=place.user, state=State.DRAFT)
    related = ("gig__subcategory", "supersedes", "request__message")
    return rows.select_related(*related).prefetch_related("milestones").order_by("-created_at")


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _own_gigs(user: User) -> QuerySet[Gig]:
    rows = Gig.objects.filter(seller=user, state=GigState.ACTIVE)
    return rows.select_related("subcategory").order_by("-published_at")[:100]


def _own_gig(user: User, slug: str) -> Gig:
    return get_object_or_404(_active_gigs(user), slug=slug)


def _active_gigs(user: User) -> QuerySet[Gig]:
    return Gig.objects.select_related("subcategory").filter(seller=user, state=GigState.ACTIVE)
