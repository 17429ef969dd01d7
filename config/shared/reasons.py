"""Whatever staff do in the admin, they say why, and it leaves a row (product.md 8).

Operations keep rows of their own. On top of them every act, and every page that staff may edit, writes a line into the
admin's log: who, what, when and the reason. The log is the audit trail; nobody can change it.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from config.shared.errors import Invalid, Refusal
from config.shared.text_fields import TextField

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
    ModelForm = forms.ModelForm[Any]
else:
    Admin = admin.ModelAdmin
    ModelForm = forms.ModelForm

REASON_MAX = 1_000


def reason_field(help_text: str = "") -> TextField:
    """Why staff do it."""
    widget = forms.Textarea(attrs={"rows": 4, "cols": 80})
    return TextField(label="Reason", max_length=REASON_MAX, widget=widget, help_text=help_text)


class ReasonForm(forms.Form):
    """What every act of staff asks."""

    reason = reason_field()


class ReasonedForm(ModelForm):
    """A page of the admin that is edited: it asks for the reason too."""

    reason = reason_field("Stays in the log, beside your name.")


class ReasonedAdmin(Admin):
    """What staff may edit themselves. Nothing is deleted: rows are switched off, or are in use elsewhere."""

    form = ReasonedForm

    def construct_change_message(  # type: ignore[override]
        self,
        request: HttpRequest,
        form: Any,
        formsets: Any,
        add: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    ) -> str:
        """Django's words for what was changed, and the reason."""
        told = super().construct_change_message(request, form, formsets, add)
        words = LogEntry(change_message=json.dumps(told)).get_change_message()
        reason = form.cleaned_data.get("reason", "")
        return f"{words} Reason: {reason}" if reason else words

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        del request, obj
        return False


def log_act(*, actor_id: int, rows: Iterable[Model], words: str, reason: str = "") -> None:
    """Write an act of staff into the log, one line for each row that it was done to."""
    said = f"{words}. Reason: {reason}" if reason else f"{words}."
    for row in rows:
        LogEntry.objects.log_actions(actor_id, [row], CHANGE, said, single_object=True)


@dataclass(frozen=True, slots=True)
class Deed:
    """One action of a list. ``operation`` takes a row and what the form asked, by name, and refuses by exception."""

    title: str
    operation: Callable[..., object]
    form: type[ReasonForm] = ReasonForm


def ask_and_do(on: Admin, request: HttpRequest, rows: QuerySet[Any], deed: Deed) -> HttpResponse | None:
    """Ask for the reason on a page of its own, then do it to each row, and log it. Refusals are told one by one."""
    asked = deed.form(request.POST if "reason" in request.POST else None)
    if asked.is_valid():
        for row in rows:
            _do(on, request, row, deed, asked)
        if not asked.errors:
            return None
    context = {
        **on.admin_site.each_context(request),
        "title": deed.title,
        "form": asked,
        "rows": rows,
        "action": request.POST.get("action", ""),
        "opts": on.model._meta,
    }
    return TemplateResponse(request, "admin/reason.html", context)


def _do(on: Admin, request: HttpRequest, row: Model, deed: Deed, asked: ReasonForm) -> None:
    name, reason = str(row), asked.cleaned_data["reason"]
    try:
        deed.operation(row, **asked.cleaned_data)
    except Invalid as fault:
        asked.add_error(fault.field if fault.field in asked.fields else None, fault.message)
    except Refusal as refusal:
        on.message_user(request, f"{name}: {refusal.message}", messages.ERROR)
    else:
        log_act(actor_id=request.user.pk or 0, rows=[row], words=deed.title, reason=reason)
        on.message_user(request, f"{name}: done.", messages.SUCCESS)
