"""The seller's list of own gigs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import member
from config.shared.access import Policy, declared
from gigs.queries import own_gigs as read_own_gigs


@declared(Policy.MEMBER)
@require_safe
def own_gigs(request: HttpRequest) -> HttpResponse:
    """Every own gig with its state and the next step."""
    return render(request, "gigs/own_gigs.html", {"rows": read_own_gigs(member(request).pk)})
