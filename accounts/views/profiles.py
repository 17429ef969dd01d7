"""What members say about themselves, and which mails they want."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import member
from accounts.forms.profile import MailChoiceForm, ProfileForm, WelcomeForm
from accounts.models import User
from accounts.operations.profiles import change_picture, choose_mails, drop_picture, edit_profile
from accounts.redirects import safe_next
from config.shared.access import Policy, declared
from config.shared.errors import Invalid
from config.shared.pages import render_page


@declared(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The whole profile."""
    form = ProfileForm(request.POST or None, request.FILES or None, user=member(request))
    if request.method == "POST" and _saved(form):
        messages.success(request, "Your profile is saved.")
        return redirect("accounts:profile")
    return _page(request, "accounts/profile.html", {"form": form})


@declared(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """The few questions after sign-up; leads on to where the person was going."""
    goal = safe_next(request.POST.get("next") or request.GET.get("next"))
    form = WelcomeForm(request.POST or None, request.FILES or None, user=member(request))
    if request.method == "POST" and _saved(form):
        return redirect(goal)
    return _page(request, "accounts/welcome.html", {"form": form, "goal": goal})


@declared(Policy.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choices(request: HttpRequest) -> HttpResponse:
    """Which groups of mails the member wants."""
    form = MailChoiceForm(request.POST if request.method == "POST" else None, user=member(request))
    if request.method == "POST" and form.is_valid():
        choose_mails(user_id=member(request).pk, wanted=form.wanted())
        messages.success(request, "Your choice of e-mails is saved.")
        return redirect(reverse("accounts:mail_choices"))
    return _page(request, "accounts/mail_choices.html", {"form": form})


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    bound = context["form"].is_bound
    return render_page(request, template, context, status=422 if bound else 200)


def _saved(form: WelcomeForm) -> bool:
    """Store a valid form; a refusal of the operations goes beside its field."""
    if not form.is_valid():
        return False
    user: User = form.user
    data = form.cleaned_data
    try:
        edit_profile(user_id=user.pk, changes=data)
        if data["picture"]:
            change_picture(user_id=user.pk, upload=data["picture"], size=data["picture"].size)
        elif data.get("remove_picture"):
            drop_picture(user_id=user.pk)
    except Invalid as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    return True
