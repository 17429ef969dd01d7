"""Proposing other terms, with before and after side by side while they are typed (product.md 5.2, row 14)."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import Click
from config.shared.components import MoneyPreview
from config.shared.errors import Refusal, Stale
from config.shared.pages import render_page, wants_fragment
from orders import access
from orders.amending import NothingChanges, check, plan_of
from orders.amending.rules import BadChanges
from orders.forms.amending import MoreRevisionsForm, PaidForm
from orders.forms.amendment_editor import AmendmentEditor, again, blank_editor, typed_editor
from orders.models import Order
from orders.operations.amending import ProposedAlready, propose
from orders.queries.actions import can
from orders.queries.amendment_previews import money_of, propose_preview
from orders.queries.amendments import comparison
from orders.queries.case import Case, case_of
from orders.states import Act
from orders.views.acts import (
    MOVED_ON,
    UNREADABLE,
    ActPage,
    act_page,
    first_values,
    gone_to,
    hidden_is_bad,
    page_of_act,
    texts_of,
    unavailable,
    url_to,
    why_not,
)

SENT = "Sent. Nothing changes before it is accepted."


def why_not_propose(case: Case) -> str:
    """Why nothing can be proposed now."""
    if case.standing.amendment is not None and not case.ended:
        return ProposedAlready.default_message
    return why_not(case)


@declared(Policy.PARTY)
@page_of_act
def amendment(request: HttpRequest, number: str) -> HttpResponse:
    """Other days, amounts, revisions and milestones; with a preview that is computed as the effect is."""
    order, role = access.order_for(request.user, number)
    case = case_of(order, role, clock.now())
    if not can(case, Act.PROPOSE_AMENDMENT) and request.method != "POST":
        return unavailable(request, case, why_not_propose(case))
    if request.method != "POST":
        return _page(request, blank_editor(case, first_values(case)))
    act = request.POST.get("do", "send")
    if act == "preview":
        return _previewed(request, case)
    return (
        _sent(request, case)
        if act == "send"
        else _page(request, again(case, request.POST, first_values(case), act))
    )


def _previewed(request: HttpRequest, case: Case) -> HttpResponse:
    """What is typed so far, before and after; nothing is carried out."""
    editor = typed_editor(case, request.POST)
    faults = _faults(editor)
    if wants_fragment(request):
        shown = {} if faults else _comparison(editor)
        context = {"case": case, "order": case.order, "faults": faults, **shown}
        return render_page(request, "orders/amendment.html", context, fragment="preview")
    if faults:
        return _page(request, editor, status=422, faults=faults)
    return _page(request, again(case, request.POST, first_values(case)), shown=_comparison(editor))


def _faults(editor: AmendmentEditor) -> list[str]:
    """What stands in the way of a preview, in words; beside the fields too."""
    if not editor.is_valid():
        return ["Something typed cannot be read yet."]
    try:
        check(editor.case.standing, editor.changes())
    except BadChanges as refused:
        editor.blame(refused)
        return [words for _, words in refused.faults]
    except NothingChanges as refused:
        return [refused.message]
    return []


def _comparison(editor: AmendmentEditor) -> dict[str, Any]:
    case = editor.case
    plan = plan_of(case.standing, editor.changes(), case.at)
    return {"comparison": comparison(case, plan), "preview": money_of(case, plan)}


def _sent(request: HttpRequest, case: Case) -> HttpResponse:
    editor = typed_editor(case, request.POST)
    if hidden_is_bad(editor.form):
        fresh = again(case, request.POST, first_values(case))
        return _page(request, fresh, status=422, notice=UNREADABLE)
    if not editor.is_valid():
        return (
            _page(request, editor, status=422) if can(case, Act.PROPOSE_AMENDMENT) else _over(request, case)
        )
    click, data = editor.form.click(request.user.pk or 0), editor.form.cleaned_data
    try:
        propose(order_id=case.order.pk, changes=editor.changes(), note_text=data["note"], click=click)
    except BadChanges as refused:
        editor.blame(refused)
        return _page(request, editor, status=refused.status_code)
    except NothingChanges as refused:
        editor.form.add_error(None, refused.message)
        return _page(request, editor, status=refused.status_code)
    except Refusal as refusal:
        return _refused(request, case, refusal)
    return gone_to(request, url_to(case.order), SENT)


def _refused(request: HttpRequest, case: Case, refusal: Refusal) -> HttpResponse:
    order = Order.objects.select_related("buyer", "seller", "gig", "card").get(pk=case.order.pk)
    fresh = case_of(order, case.role, clock.now())
    if isinstance(refusal, Stale) and can(fresh, Act.PROPOSE_AMENDMENT):
        editor = again(fresh, request.POST, first_values(fresh))
        return _page(request, editor, status=refusal.status_code, notice=refusal.message)
    return _over(request, fresh, MOVED_ON if isinstance(refusal, Stale) else refusal.message)


def _over(request: HttpRequest, case: Case, words: str = "") -> HttpResponse:
    """Nothing can be proposed any more: in words, with what was typed."""
    paid, rows = PaidForm(request.POST, paid=case.milestone), typed_editor(case, request.POST).rows or ()
    return unavailable(request, case, words or why_not_propose(case), typed=texts_of(paid, *rows))


def _page(
    request: HttpRequest,
    editor: AmendmentEditor,
    *,
    status: int = 200,
    notice: str = "",
    faults: list[str] | None = None,
    shown: dict[str, Any] | None = None,
) -> HttpResponse:
    case = editor.case
    context = {
        "case": case,
        "order": case.order,
        "editor": editor,
        "form": editor.form,
        "notice": notice,
        "faults": faults,
        "preview": propose_preview(case),
        "back": url_to(case.order),
        **(shown or {}),
    }
    return render_page(request, "orders/amendment.html", context, fragment="act", status=status)


def _revisions(order: Order, form: MoreRevisionsForm, click: Click) -> Order:
    return propose(
        order_id=order.pk, changes=form.changes(), note_text=form.cleaned_data["note"], click=click
    )


def _revision_figures(case: Case, form: MoreRevisionsForm) -> MoneyPreview:
    changes = form.typed()
    return money_of(case, plan_of(case.standing, changes, case.at)) if changes else propose_preview(case)


def _revision_page(case: Case) -> ActPage:
    buyer = case.is_buyer
    return ActPage(
        Act.PROPOSE_AMENDMENT,
        "Buy one more revision" if buyer else "Offer one more revision",
        MoreRevisionsForm,
        _revisions,
        done=SENT,
        button="Ask for it" if buyer else "Offer it",
        why=why_not_propose,
        figures=_revision_figures,
    )


@declared(Policy.PARTY)
@page_of_act
def amendment_revision(request: HttpRequest, number: str) -> HttpResponse:
    """One more revision at a price: a short form of proposing changes."""
    order, role = access.order_for(request.user, number)
    return act_page(request, order, role, _revision_page(case_of(order, role, clock.now())))
