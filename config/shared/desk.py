"""The front page of the admin: what waits for staff, told by the apps that own it.

How much of each (panel ``admin.desk``), and one by one what waits for a decision (``admin.queues``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from config.shared import panels

PLACE, QUEUES = "admin.desk", "admin.queues"


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


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that waits for a person: what, since when, and where it is dealt with."""

    words: str
    since: datetime
    url: str


def queue(title: str, permission: str, cases: Callable[[], list[Case]]) -> None:
    """Put a list on the front page, the oldest first, for whoever has the permission; nothing when nothing waits."""

    def panel(request: HttpRequest, subject: object) -> str:
        del subject
        found = cases() if request.user.has_perm(permission) else []
        context = {"title": title, "cases": sorted(found, key=lambda case: case.since)}
        return render_to_string("admin/_queue.html", context, request) if found else ""

    panels.register(QUEUES, panel)


def lay(*piles: Pile) -> None:
    """Put these on the desk; called when an app's admin is loaded."""

    def panel(request: HttpRequest, subject: object) -> str:
        del subject
        lines = [line for pile in piles if (line := pile.line(request)) is not None]
        return render_to_string("admin/_desk.html", {"lines": lines}, request)

    panels.register(PLACE, panel)
