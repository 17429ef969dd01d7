"""Disputes, with a case page on which staff decide through the same operation as everywhere (product.md 8)."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from accounts.access import member
from config.shared import clock
from config.shared.errors import Invalid, Refusal
from orders.admin.base import ReadOnly
from orders.forms import DecisionForm
from orders.models import Dispute, Order
from orders.operations.disputing import decide_dispute
from orders.queries.case import Case, case_of
from orders.queries.order_page import order_page
from orders.queries.previews import split_preview
from orders.states import Act, Role


class OutcomeFilter(admin.AllValuesFieldListFilter):
    """An outcome that is empty has a name as well: nothing was decided yet."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Django's, without a link that nobody can read."""
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "Not decided"}


@admin.register(Dispute)
class DisputeAdmin(ReadOnly):
    """Found by order; open ones first."""

    list_display = ("order", "position", "opener_role", "opened_at", "outcome", "closed_at")
    list_filter = (
        ("closed_at", admin.EmptyFieldListFilter),
        ("outcome", OutcomeFilter),
        "opener_role",
        "opened_at",
    )
    list_select_related = ("order",)
    search_fields = ("order__number", "statement")
    ordering = ("-opened_at",)
    change_form_template = "admin/orders/dispute/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        """The case page beside Django's own."""
        case = path(
            "<uuid:dispute_id>/case/", self.admin_site.admin_view(self.case), name="orders_dispute_case"
        )
        return [case, *super().get_urls()]

    def case(self, request: HttpRequest, dispute_id: UUID) -> HttpResponse:
        """Terms, deliveries, money, statement, and the decision with its preview."""
        if not request.user.has_perm("orders.change_dispute"):
            raise PermissionDenied
        dispute = get_object_or_404(Dispute, pk=dispute_id)
        order = Order.objects.select_related("buyer", "seller", "gig", "card").get(pk=dispute.order_id)
        case = case_of(order, Role.STAFF, clock.now())
        form = DecisionForm(request.POST or None)
        wants_preview = "preview" in request.POST
        if request.method == "POST" and form.is_valid() and not wants_preview:
            decided = self._decide(request, order, form)
            if decided is not None:
                return decided
        return self._show(request, dispute, case, form)

    def _decide(self, request: HttpRequest, order: Order, form: DecisionForm) -> HttpResponse | None:
        data = form.cleaned_data
        try:
            decide_dispute(
                order_id=order.pk,
                act=Act(data["decision"]),
                text=data["text"],
                staff_id=member(request).pk,
                at=clock.now(),
                released_minor=data["released"],
            )
        except Invalid as fault:
            form.add_error("released" if fault.field == "released_minor" else fault.field, fault.message)
            return None
        except Refusal as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
        else:
            self.message_user(request, f"Decided. Both sides of {order.number} are told.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:orders_dispute_changelist"))

    def _show(self, request: HttpRequest, dispute: Dispute, case: Case, form: DecisionForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"Dispute about {case.order.number}",
            "opts": self.model._meta,
            "dispute": dispute,
            "case": case,
            "order": case.order,
            "page": order_page(case),
            "form": form,
            "preview": _preview(case, form) if dispute.closed_at is None else None,
        }
        return TemplateResponse(request, "admin/orders/dispute/case.html", context)


def _preview(case: Case, form: DecisionForm) -> object:
    """The figures of what is chosen; of a release in full while nothing is."""
    amount = case.milestone.amount_minor
    released = amount
    if form.is_bound and form.is_valid() and form.cleaned_data["decision"] == Act.DECIDE_SPLIT:
        released = min(form.cleaned_data["released"] or 0, amount)
    return split_preview(case, released)
