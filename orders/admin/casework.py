"""The pages of a case: read, ask what a decision would do, decide."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.access import member
from config.shared import clock
from config.shared.errors import Invalid, Refusal, Stale
from config.shared.reasons import log_act
from config.shared.uploads import serve_download
from orders.admin.base import Admin
from orders.forms import DecisionForm
from orders.models import Dispute, Order
from orders.operations.disputing import decide_dispute
from orders.queries.case import Case, case_of
from orders.queries.case_files import file_of_case
from orders.queries.casebook import CaseBook, case_book, talk_of
from orders.queries.verdicts import verdict_preview
from orders.states import Role

MOVED = "The case has moved since this page was opened. Read what is new, and look at the figures again."


def show_case(on: Admin, request: HttpRequest, dispute_id: UUID) -> HttpResponse:
    """The case page. A decision is carried out only when its figures were shown before, on the case as it stands."""
    dispute, case = _opened(request, dispute_id)
    if dispute.closed_at is not None or not request.user.has_perm("orders.change_dispute"):
        return _page(on, request, case_book(case, dispute), None)
    form = DecisionForm(
        request.POST or None,
        amount_minor=case.milestone.amount_minor,
        may_split=request.user.has_perm("orders.split_dispute"),
    )
    book = case_book(case, dispute)
    if request.method == "POST" and form.is_valid() and _was_shown(request, form):
        return _decide(on, request, book, form)
    return _page(on, request, book, form, status=422 if form.errors else 200)


def show_talk(on: Admin, request: HttpRequest, dispute_id: UUID) -> HttpResponse:
    """The conversation of a disputed order's two people, and a line in the log that it was read."""
    dispute, case = _opened(request, dispute_id)
    log_act(actor_id=member(request).pk, rows=[dispute], words=f"Read the messages about {case.order.number}")
    context = {
        **on.admin_site.each_context(request),
        "title": f"Messages about {case.order.number}",
        "dispute": dispute,
        "order": case.order,
        "talk": reversed(talk_of(case.order)),
    }
    return TemplateResponse(request, "admin/orders/dispute/talk.html", context)


def hand_out(on: Admin, request: HttpRequest, dispute_id: UUID, file_id: UUID) -> FileResponse:
    """A file of the order, its disputes or its conversation."""
    del on
    dispute, case = _opened(request, dispute_id)
    found = file_of_case(case.order, file_id)
    if found is None:
        raise Http404
    if found.is_talk:
        words = f"Opened a file of the messages about {case.order.number}"
        log_act(actor_id=member(request).pk, rows=[dispute], words=words)
    return serve_download(found.stored, found.name)


def _opened(request: HttpRequest, dispute_id: UUID) -> tuple[Dispute, Case]:
    if not request.user.has_perm("orders.view_dispute"):
        raise PermissionDenied
    dispute = get_object_or_404(Dispute, pk=dispute_id)
    order = Order.objects.select_related("buyer", "seller", "gig", "card").get(pk=dispute.order_id)
    return dispute, case_of(order, Role.STAFF, clock.now())


def _was_shown(request: HttpRequest, form: DecisionForm) -> bool:
    return "decide" in request.POST and request.POST.get("seen") == form.chosen


def _decide(on: Admin, request: HttpRequest, book: CaseBook, form: DecisionForm) -> HttpResponse:
    order = book.case.order
    try:
        decide_dispute(
            order_id=order.pk,
            act=form.act,
            text=form.cleaned_data["text"],
            staff_id=member(request).pk,
            at=clock.now(),
            released_minor=form.released_minor,
            shown=request.POST.get("shown", ""),
        )
    except Invalid as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return _page(on, request, book, form, status=fault.status_code)
    except Stale as stale:
        return _page(on, request, book, form, status=stale.status_code, notice=MOVED)
    except Refusal as refusal:
        on.message_user(request, refusal.message, messages.ERROR)
    else:
        reason = form.cleaned_data["text"]
        words = f"Decided: {form.chosen}"
        log_act(actor_id=member(request).pk, rows=[book.file.dispute], words=words, reason=reason)
        on.message_user(request, f"Decided. Both sides of {order.number} are told.", messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:orders_dispute_changelist"))


def _page(
    on: Admin,
    request: HttpRequest,
    book: CaseBook,
    form: DecisionForm | None,
    *,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    chosen = form if form is not None and form.is_bound and form.is_valid() else None
    context = {
        **on.admin_site.each_context(request),
        "title": f"Dispute about {book.case.order.number}",
        "opts": on.model._meta,
        "book": book,
        "case": book.case,
        "order": book.case.order,
        "page": book.page,
        "dispute": book.file.dispute,
        "form": form,
        "notice": notice,
        "chosen": verdict_preview(book.case, chosen.act, chosen.released_minor) if chosen else None,
        "seen": chosen.chosen if chosen else "",
        "label": dict(form.fields["decision"].choices)[chosen.act] if form and chosen else "",  # type: ignore[attr-defined]
    }
    return TemplateResponse(request, "admin/orders/dispute/case.html", context, status=status)
