"""The front page of the admin: what waits for staff, told by the apps that own it (panel ``admin.desk``)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from config.shared import panels

PLACE = "admin.desk"


@dataclass(frozen=True, slots=True)
class Line:
    """So many of something, and the list that shows them. ``urgent``: somebody waits for each."""

    words: str
    count: int
    url: str
    urgent: bool = True


@dataclass(frozen=True, slots=True)
class Pile:
    """What to count, and the filter of the admin list that shows just that."""

    words: str
    rows: Callable[[], QuerySet[Any]]
    query: str
    urgent: bool = True

    def line(self, request: HttpRequest) -> Line | None:
        """Counted for whoever may see such rows; None for others."""
        rows = self.rows()
        meta = rows.model._meta
        if not request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}"):
            return None
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        return Line(self.words, rows.count(), f"{url}?{self.query}", self.urgent)


def lay(*piles: Pile) -> None:
    """Put these on the desk; called when an app's admin is loaded."""

    def panel(request: HttpRequest, subject: object) -> str:
        del subject
        lines = [line for pile in piles if (line := pile.line(request)) is not None]
        return render_to_string("admin/_desk.html", {"lines": lines}, request)

    panels.register(PLACE, panel)
