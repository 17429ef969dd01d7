"""Reviews for staff: all of them with their private notes, before they are public too; hidden through the operation."""

from collections.abc import Callable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from accounts.access import member
from config.shared import clock
from config.shared.reasons import Deed, ask_and_do
from orders.admin.base import ReadOnly
from orders.models import Review
from orders.operations.hiding import hide_review, show_review


@admin.display(description="stars")
def stars(review: Review) -> str:
    """``4.7``."""
    return str(review.overall)


@admin.register(Review)
class ReviewAdmin(ReadOnly):
    """Found by order, by either side or by its words."""

    list_display = ("written_at", "order", "role", "author", "subject", stars, "published_at", "hidden_at")
    list_filter = (
        "role",
        ("published_at", admin.EmptyFieldListFilter),
        ("hidden_at", admin.EmptyFieldListFilter),
        "written_at",
    )
    list_select_related = ("order", "author", "subject")
    search_fields = ("order__number", "text", "private_note", "author__handle", "subject__handle")
    actions = ("hide", "show")

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Who may change reviews may hide them."""
        return request.user.has_perm("orders.change_review")

    @admin.action(description="Hide (nobody reads them, their stars do not count)", permissions=["moderate"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Review]) -> HttpResponse | None:
        """Ask for the reason, then hide each."""
        return ask_and_do(self, request, queryset, Deed("Hide reviews", _by(request, hide_review)))

    @admin.action(description="Show again", permissions=["moderate"])
    def show(self, request: HttpRequest, queryset: QuerySet[Review]) -> HttpResponse | None:
        """Ask for the reason, then show each again."""
        return ask_and_do(self, request, queryset, Deed("Show reviews again", _by(request, show_review)))


def _by(request: HttpRequest, operation: Callable[..., Review]) -> Callable[..., Review]:
    """An operation on one review, by whoever asks; both sides read the reason."""

    def do(review: Review, reason: str) -> Review:
        return operation(review_id=review.pk, reason=reason, staff_id=member(request).pk, at=clock.now())

    return do
