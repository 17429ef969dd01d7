"""Requests to go on with an order that ended early."""

from django.contrib import admin

from orders.admin.base import OutcomeFilter, ReadOnly, outcome
from orders.models import Resumption


@admin.register(Resumption)
class ResumptionAdmin(ReadOnly):
    """Found by the number of the ended order, or of the one that goes on; the newest first."""

    list_display = ("asked_at", "order", "asker_role", "lapses_at", outcome, "successor")
    list_filter = (("outcome", OutcomeFilter), "asker_role", "asked_at")
    list_select_related = ("order", "successor")
    search_fields = ("order__number", "successor__number")
    ordering = ("-asked_at",)
