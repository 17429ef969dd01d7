"""Orders with milestones, events, deliveries."""

from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from config.shared import clock
from config.shared.reasons import Deed, ask_and_do
from orders.admin.base import ReadOnly, ReadOnlyInline, money, spelled
from orders.admin.goodwill import show_goodwill
from orders.models import Answer, Delivery, DeliveryFile, Event, Order, OrderMilestone
from orders.operations.mending import close_now


class MilestoneInline(ReadOnlyInline):
    """The milestones of an order."""

    model = OrderMilestone
    fields = (
        "position",
        "name",
        "status",
        money("amount_minor", "amount"),
        money("fee_minor", "fee"),
        "days",
        "due_at",
    )
    readonly_fields = (fields[3], fields[4])
    ordering = ("position",)


class AnswerInline(ReadOnlyInline):
    """The answers to the requirements."""

    model = Answer
    fields = ("question", "text", "name")


class EventInline(ReadOnlyInline):
    """What happened, in order."""

    model = Event
    fields = ("at", "act", "role", "actor", spelled("data"))
    readonly_fields = (fields[4],)
    ordering = ("id",)
    show_change_link = False


class FileInline(ReadOnlyInline):
    """The files of a delivery."""

    model = DeliveryFile
    fields = ("name", "size", "sha256")


@admin.register(Order)
class OrderAdmin(ReadOnly):
    """Found by number, title or either party."""

    list_display = ("number", "title", "buyer", "seller", "kind", "status", "reason", "due_at", "placed_at")
    list_filter = ("status", "reason", "kind", "placed_at", ("sweep_after", admin.EmptyFieldListFilter))
    list_select_related = ("buyer", "seller")
    search_fields = ("number", "title", "buyer__email", "buyer__handle", "seller__email", "seller__handle")
    date_hierarchy = "placed_at"
    ordering = ("-placed_at",)
    inlines = (MilestoneInline, AnswerInline, EventInline)
    actions = ("again",)

    def has_mend_permission(self, request: HttpRequest) -> bool:
        """Whoever may let the clock try again."""
        return request.user.has_perm("orders.change_order")

    @admin.action(description="Let the clock try again", permissions=["mend"])
    def again(self, request: HttpRequest, queryset: QuerySet[Order]) -> HttpResponse | None:
        """Ask for the reason, then close each that is due."""

        def do(order: Order, reason: str) -> None:
            del reason  # it stays in the log
            close_now(order_id=order.pk, at=clock.now())

        return ask_and_do(self, request, queryset, Deed("Let the clock try again", do))


@admin.register(OrderMilestone)
class OrderMilestoneAdmin(ReadOnly):
    """Found by order. Of a settled one something can be given back."""

    change_form_template = "admin/orders/ordermilestone/change_form.html"
    list_display = (
        "order",
        "position",
        "name",
        "status",
        money("amount_minor", "amount"),
        "due_at",
        "accepted_at",
    )
    list_filter = ("status",)
    list_select_related = ("order",)
    search_fields = ("order__number", "name")
    ordering = ("-order__placed_at", "position")

    def get_urls(self) -> list[URLPattern]:
        """The page of goodwill beside Django's own."""
        page = path(
            "<uuid:milestone_id>/goodwill/",
            self.admin_site.admin_view(self.goodwill),
            name="orders_ordermilestone_goodwill",
        )
        return [page, *super().get_urls()]

    def goodwill(self, request: HttpRequest, milestone_id: UUID) -> HttpResponse:
        """What giving back would do, and doing it."""
        return show_goodwill(self, request, milestone_id)


@admin.register(Event)
class EventAdmin(ReadOnly):
    """What happened anywhere, the newest first."""

    list_display = ("at", "order", "act", "role", "actor")
    list_filter = ("act", "role", "at")
    list_select_related = ("order", "actor")
    search_fields = ("order__number",)
    ordering = ("-id",)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    """What was handed in."""

    list_display = ("at", "milestone", "round", "final", "revision_at")
    list_filter = ("final", "at", ("revision_at", admin.EmptyFieldListFilter))
    list_select_related = ("milestone",)
    search_fields = ("milestone__order__number", "message")
    readonly_fields = ("link",)
    inlines = (FileInline,)
