"""The view of the page of components."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import fresh_command
from config.shared.design import rails, samples
from config.shared.design.form import SampleForm
from config.shared.design.gigs import GIGS
from config.shared.pages import render_page
from config.shared.sharing import Share, absolute


@declared(Policy.DEMO)
def design(request: HttpRequest) -> HttpResponse:
    """Show every component. ``?toasts`` adds the four kinds of passing messages."""
    if "toasts" in request.GET:
        messages.success(request, "Milestone saved. Customers see it now.")
        messages.info(request, "Ana wrote to you.")
        messages.warning(request, "Your card expires this month.")
        messages.error(request, "The card was declined. Nothing was charged.")
    now = clock.now()
    return render_page(
        request,
        "shared/design.html",
        {
            "form": SampleForm(initial=fresh_command(1), auto_id="good_%s"),
            "still_form": SampleForm(auto_id="still_%s").stilled(),
            "bad_form": SampleForm(
                {"name": "", "amount": "1e5", "command": "", "zoom": "on"}, auto_id="bad_%s"
            ),
            "gig_posts": rails.gig_posts(),
            "order_posts": rails.order_posts(),
            "states": rails.all_states(),
            "countdowns": rails.countdowns(now),
            "accept": samples.ACCEPT,
            "stop": samples.STOP,
            "words": samples.WORDS,
            "tags": samples.TAGS,
            "links": samples.LINKS,
            "crumbs": samples.CRUMBS,
            "toasts": samples.TOASTS,
            "member": samples.MEMBER,
            "picture": samples.PICTURE,
            "chart": samples.CHART,
            "share": Share("Design", "Every component.", absolute("/design/"), absolute("/static/share.png")),
            "icons": samples.ICONS,
            "now": now,
            "tabs": samples.TABS,
            "gigs": GIGS,
        },
    )
