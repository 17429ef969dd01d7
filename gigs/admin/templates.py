"""The platform's workflow templates, written by staff. Sellers' own ones are theirs and are not shown here."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Count, F, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from config.shared.reasons import ReasonedAdmin
from config.shared.text import clean_line
from gigs.models import TemplateMilestone, WorkflowTemplate


class LinesField(forms.CharField):
    """A list of names, one a line."""

    widget = forms.Textarea(attrs={"rows": 4, "cols": 60})

    def prepare_value(self, value: Any) -> Any:
        """A stored list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The lines that say something."""
        typed = super().clean(value)
        return [line for line in map(clean_line, typed.splitlines()) if line]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Lines are compared, not how they were broken."""
        return bool([*(initial or [])] != self.clean(data or ""))


class StepForm(forms.ModelForm):
    """A milestone of a template."""

    substeps = LinesField(required=False, help_text=f"One a line, at most {settings.SUBSTEPS_MAX}.")

    class Meta:
        model = TemplateMilestone
        fields = ("position", "name", "description", "zoom", "substeps")
        widgets = {"description": forms.Textarea(attrs={"rows": 4, "cols": 60})}


class StepFormSet(BaseInlineFormSet):
    """The milestones of one template."""

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Park the stored ones at negative places first, so that two may change places."""
        stored = TemplateMilestone.objects.filter(template=self.instance)
        if commit:
            stored.update(position=F("position") * -1)
        saved = super().save(commit)
        if commit:
            stored.filter(position__lt=0).update(position=F("position") * -1)
        return saved


class StepInline(admin.StackedInline):
    """Two to five milestones."""

    model = TemplateMilestone
    form = StepForm
    formset = StepFormSet
    extra = 0
    min_num = settings.GIG_MILESTONES_MIN
    max_num = settings.GIG_MILESTONES_MAX

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The limits hold, they are not only how many forms are drawn."""
        return super().get_formset(request, obj, validate_min=True, validate_max=True, **kwargs)


@admin.register(WorkflowTemplate)
class WorkflowTemplateAdmin(ReasonedAdmin):
    """Written, put in order and switched off, each with a reason; a change reaches no gig that has begun already."""

    list_display = ("name", "subcategory", "milestone_count", "order", "active")
    list_filter = ("active", "subcategory")
    list_select_related = ("subcategory",)
    ordering = ("subcategory__name", "order", "id")
    search_fields = ("name", "summary", "milestones__name")
    fields = ("subcategory", "name", "summary", "order", "active", "reason")
    autocomplete_fields = ("subcategory",)
    inlines = (StepInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[WorkflowTemplate]:
        """The platform's."""
        found: QuerySet[WorkflowTemplate] = super().get_queryset(request).filter(owner=None)
        return found.annotate(milestone_count=Count("milestones", distinct=True))

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A template of the platform is of a subcategory."""
        form = super().get_form(request, *args, **kwargs)
        if "subcategory" in form.base_fields:
            form.base_fields["subcategory"].required = True
        return form

    @admin.display(description="milestones", ordering="milestone_count")
    def milestone_count(self, template: Any) -> int:
        """How many it has."""
        return int(template.milestone_count)
