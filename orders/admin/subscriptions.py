"""Subscriptions for staff: found by either party or the next charge, with their months; and cancelled."""

from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from accounts.access import member
from config.shared.commands import CommandForm, fresh_command
from config.shared.errors import Invalid, Refusal
from config.shared.reasons import log_act, reason_field
from orders.admin.base import ReadOnly, ReadOnlyInline, money
from orders.models import Order, Subscription
from orders.operations.unsubscribing import cancel_subscription
from orders.queries.subscription_previews import cancel_preview


class CancelForm(CommandForm):
    """Why."""

    reason = reason_field("Both sides read it.")


class MonthInline(ReadOnlyInline):
    """The months that were ordered."""

    model = Order
    fk_name = "subscription"
    fields = ("month", "number", "status", "reason", "placed_at", "due_at", "ended_at")
    ordering = ("month",)
    verbose_name_plural = "months"


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnly):
    """Seen, with the buyer's consent in its words; cancelled on a page that says what that does."""

    change_form_template = "admin/orders/subscription/change_form.html"
    list_display = (
        "title",
        "buyer",
        "seller",
        "status",
        "reason",
        money("amount_minor", "amount a month"),
        "made",
        "months",
        "next_at",
        "placed_at",
    )
    list_filter = ("status", "reason", "cancelled_by", ("next_at", admin.EmptyFieldListFilter), "placed_at")
    list_select_related = ("buyer", "seller")
    search_fields = (
        "title",
        "orders__number",
        "buyer__email",
        "buyer__handle",
        "seller__email",
        "seller__handle",
    )
    exclude = ("amount_minor", "fee_minor")
    date_hierarchy = "placed_at"
    ordering = ("-placed_at",)
    inlines = (MonthInline,)

    def get_urls(self) -> list[URLPattern]:
        """The page of the cancellation beside Django's own."""
        view = self.admin_site.admin_view(self.cancel)
        page = path("<uuid:subscription_id>/cancel/", view, name="orders_subscription_cancel")
        return [page, *super().get_urls()]

    def cancel(self, request: HttpRequest, subscription_id: UUID) -> HttpResponse:
        """What cancelling does, and doing it, as its two sides can."""
        if not request.user.has_perm("orders.change_subscription"):
            raise PermissionDenied
        rows = Subscription.objects.select_related("buyer", "seller")
        subscription = get_object_or_404(rows, pk=subscription_id)
        form = CancelForm(request.POST or None, initial=fresh_command(subscription.version))
        if request.method != "POST" or not form.is_valid():
            return self._page(request, subscription, form, status=422 if form.errors else 200)
        staff, reason = member(request), form.cleaned_data["reason"]
        try:
            cancel_subscription(
                subscription_id=subscription.pk, click=form.click(staff.pk), by_staff=True, reason=reason
            )
        except Invalid as fault:
            form.add_error(fault.field, fault.message)
            return self._page(request, subscription, form, status=fault.status_code)
        except Refusal as refusal:
            subscription = rows.get(pk=subscription_id)
            again = CancelForm(initial={**fresh_command(subscription.version), "reason": reason})
            return self._page(
                request, subscription, again, status=refusal.status_code, notice=refusal.message
            )
        log_act(actor_id=staff.pk, rows=[subscription], words="Cancelled the subscription", reason=reason)
        self.message_user(request, "Cancelled. Both sides are told.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:orders_subscription_change", args=[subscription.pk]))

    def _page(
        self,
        request: HttpRequest,
        subscription: Subscription,
        form: CancelForm,
        *,
        status: int = 200,
        notice: str = "",
    ) -> HttpResponse:
        newest = Order.objects.filter(subscription_id=subscription.pk).order_by("-month")[0]
        context = {
            **self.admin_site.each_context(request),
            "title": "Cancel subscription",
            "opts": self.opts,
            "subscription": subscription,
            "form": form,
            "notice": notice,
            "preview": cancel_preview(subscription, newest),
        }
        return TemplateResponse(request, "admin/orders/subscription/cancel.html", context, status=status)
