"""What everybody sees of a member."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.access import person
from accounts.queries import facts_of
from accounts.sharing import share_of_person
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.pages import render_page


@declared(Policy.PUBLIC)
@require_safe
def person_detail(request: HttpRequest, handle: str) -> HttpResponse:
    """The public profile; higher apps add panels at ``person_detail.below`` and ``person_detail.actions``.

    Of a suspended member it tells the name and the suspension, and shows nothing that could be ordered.
    """
    found = person(handle)
    if handle != found.handle:
        return redirect("accounts:person_detail", found.handle, permanent=True)
    facts = facts_of(found, clock.now())
    context = {
        "person": found,
        "facts": facts,
        "share": share_of_person(found, facts),
    }
    return render_page(request, "accounts/person_detail.html", context)
