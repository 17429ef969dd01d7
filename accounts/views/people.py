"""What everybody sees of a member."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format

from accounts.access import person
from accounts.places import country_name, language_names
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.pages import render_page


@declared(Policy.PUBLIC)
def person_detail(request: HttpRequest, handle: str) -> HttpResponse:
    """The public profile; higher apps add panels at ``person_detail.below`` and ``person_detail.actions``."""
    found = person(handle)
    if handle != found.handle:
        return redirect("accounts:person_detail", found.handle, permanent=True)
    context = {
        "person": found,
        "country": country_name(found.country),
        "languages": ", ".join(language_names(found.languages)),
        "local_clock": date_format(clock.now().astimezone(found.zone), "D, H:i"),
        "rating": found.rating_sum / found.rating_count if found.rating_count else None,
    }
    return render_page(request, "accounts/person_detail.html", context)
