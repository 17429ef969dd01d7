"""Gigs for staff: moderation through the operations, everything else to read."""

from collections.abc import Callable

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from config.shared import clock
from config.shared.desk import Pile, lay
from config.shared.reasons import Deed, ask_and_do
from gigs.admin.base import Admin, ReadOnlyInline
from gigs.models import Gig, GigDecision, Milestone, Package
from gigs.operations import allow_gig, deny_gig
from gigs.states import GigState


class PackageInline(ReadOnlyInline):
    """What can be ordered."""

    model = Package
    fields = ("tier", "name", "price_minor", "days", "revisions")


class MilestoneInline(ReadOnlyInline):
    """The workflow."""

    model = Milestone
    fields = ("position", "name", "description", "zoom")


class DecisionInline(ReadOnlyInline):
    """What staff decided before."""

    model = GigDecision
    fields = ("created_at", "action", "reason", "actor")


@admin.register(Gig)
class GigAdmin(Admin):
    """Search, filters, moderation. Sellers edit their gigs, staff do not."""

    list_display = (
        "title",
        "seller",
        "subcategory",
        "state",
        "from_minor",
        "milestone_count",
        "published_at",
    )
    list_filter = ("state", "subcategory__category", "subcategory", "milestone_payments", "published_at")
    list_select_related = ("seller", "subcategory")
    search_fields = ("title", "slug", "description", "seller__email", "seller__handle")
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    actions = ("deny", "allow")
    inlines = (PackageInline, MilestoneInline, DecisionInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Gig | None = None) -> tuple[str, ...]:
        """All of them."""
        return tuple(field.name for field in self.model._meta.fields)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Sellers make gigs."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Orders and offers point to gigs."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Sellers edit, staff moderate."""
        return False

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Whoever may change where a gig stands."""
        return request.user.has_perm("gigs.change_gig")

    @admin.action(description="Deny (take off the market)", permissions=["moderate"])
    def deny(self, request: HttpRequest, queryset: QuerySet[Gig]) -> HttpResponse | None:
        """Ask for the reason, then deny each."""
        return ask_and_do(self, request, queryset, Deed("Deny gigs", _by(request, deny_gig)))

    @admin.action(description="Allow again", permissions=["moderate"])
    def allow(self, request: HttpRequest, queryset: QuerySet[Gig]) -> HttpResponse | None:
        """Ask for the reason, then allow each."""
        return ask_and_do(self, request, queryset, Deed("Allow gigs again", _by(request, allow_gig)))


def _by(request: HttpRequest, operation: Callable[..., Gig]) -> Callable[..., Gig]:
    """An operation on one gig, by whoever asks."""

    def do(gig: Gig, reason: str) -> Gig:
        return operation(gig_id=gig.pk, actor_id=request.user.pk, reason=reason, at=clock.now())

    return do


lay(
    Pile(
        "Denied gigs", lambda: Gig.objects.filter(state=GigState.DENIED), "state__exact=denied", urgent=False
    )
)
