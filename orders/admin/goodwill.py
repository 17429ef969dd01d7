"""The page on which staff give back of a settled milestone: look at the figures, then give; and the list of all."""

from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.access import member
from config.shared.commands import fresh_command
from config.shared.errors import Invalid, Refusal
from config.shared.reasons import log_act
from orders.admin.base import Admin, ReadOnly, money
from orders.forms.goodwill import GoodwillForm
from orders.models import GoodwillRefund
from orders.operations.goodwill import give_back
from orders.queries.goodwill import Giving, giving_of, goodwill_preview


def show_goodwill(on: Admin, request: HttpRequest, milestone_id: UUID) -> HttpResponse:
    """The page. Nothing is given that was not shown before, as the milestone stands."""
    if not request.user.has_perm("orders.add_goodwillrefund"):
        raise PermissionDenied
    giving = giving_of(milestone_id)
    if giving is None:
        raise Http404
    if not giving.settlement.kept_minor and request.method != "POST":
        return _page(on, request, giving, None)
    form = _form(giving, request.POST or None)
    valid = request.method == "POST" and form.is_valid()
    if valid and "give" in request.POST and request.POST.get("seen") == form.chosen:
        return _give(on, request, giving, form)
    return _page(on, request, giving, form, status=422 if form.errors else 200)


def _form(giving: Giving, typed: QueryDict | None) -> GoodwillForm:
    return GoodwillForm(
        typed,
        left_minor=giving.settlement.kept_minor,
        seller_can_bear=giving.seller_can_bear,
        initial=fresh_command(version=len(giving.given)),
    )


def _give(on: Admin, request: HttpRequest, giving: Giving, form: GoodwillForm) -> HttpResponse:
    staff, reason = member(request), form.cleaned_data["reason"]
    try:
        refund = give_back(
            milestone_id=giving.milestone.pk,
            part_minor=form.cleaned_data["part"],
            bearer=form.cleaned_data["bearer"],
            reason=reason,
            click=form.click(staff.pk),
        )
    except Invalid as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return _page(on, request, giving, form, status=fault.status_code)
    except Refusal as refusal:
        return _told_why(on, request, giving, refusal)
    log_act(actor_id=staff.pk, rows=[refund], words="Gave back out of goodwill", reason=reason)
    on.message_user(request, f"Given back. Both sides of {giving.order.number} are told.", messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:orders_ordermilestone_goodwill", args=[giving.milestone.pk]))


def _told_why(on: Admin, request: HttpRequest, giving: Giving, refusal: Refusal) -> HttpResponse:
    """The milestone as it stands now, with all that was typed."""
    now = giving_of(giving.milestone.pk) or giving
    typed = request.POST.copy()
    for name, value in fresh_command(version=len(now.given)).items():
        typed[name] = str(value)
    return _page(on, request, now, _form(now, typed), status=refusal.status_code, notice=refusal.message)


def _page(
    on: Admin,
    request: HttpRequest,
    giving: Giving,
    form: GoodwillForm | None,
    *,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    shown = form if form is not None and form.is_bound and form.is_valid() and not notice else None
    data = shown.cleaned_data if shown else {}
    context = {
        **on.admin_site.each_context(request),
        "title": "Give back out of goodwill",
        "opts": on.model._meta,
        "giving": giving,
        "form": form,
        "notice": notice,
        "chosen": goodwill_preview(giving, data["part"], data["bearer"]) if shown else None,
        "seen": shown.chosen if shown else "",
    }
    return TemplateResponse(request, "admin/orders/ordermilestone/goodwill.html", context, status=status)


@admin.register(GoodwillRefund)
class GoodwillRefundAdmin(ReadOnly):
    """What was given back, by whom and why, the newest first."""

    list_display = (
        "at",
        "settlement",
        money("amount_minor", "of the price"),
        money("fee_minor", "of the fee"),
        "bearer",
        "actor",
        "reason",
    )
    list_filter = ("bearer", "at")
    list_select_related = ("settlement__milestone", "actor")
    search_fields = ("settlement__milestone__order__number", "reason", "actor__handle", "actor__email")
    date_hierarchy = "at"
    ordering = ("-at",)
