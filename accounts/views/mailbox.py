"""The demo mailbox."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from accounts.mailbox import code_in
from accounts.models import SentMail
from accounts.queries import sent_mails
from config.shared.access import Policy, declared
from config.shared.pages import render_page

FRAME_CSP = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:;"
    " style-src 'unsafe-inline'; frame-ancestors 'self'"
)


@declared(Policy.DEMO)
@require_safe
@never_cache
def mail_list(request: HttpRequest) -> HttpResponse:
    """Every mail of the demo, newest first, of all addresses or of one."""
    to = request.GET.get("to", "").strip()
    rows = [(mail, code_in(mail.text)) for mail in sent_mails(to)]
    return render_page(request, "mails/mail_list.html", {"rows": rows, "to": to})


@declared(Policy.DEMO)
@require_safe
@never_cache
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # typed for views without arguments
def mail_detail(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One mail: its text, and its HTML in a frame of its own."""
    mail = get_object_or_404(SentMail, pk=mail_id)
    return render_page(request, "mails/mail_detail.html", {"mail": mail, "code": code_in(mail.text)})


@declared(Policy.DEMO)
@require_safe
@xframe_options_sameorigin
def mail_html(_: HttpRequest, mail_id: int) -> HttpResponse:
    """The HTML part, sandboxed: mails carry inline styles as mail programs want them, and nothing in them may run."""
    mail = get_object_or_404(SentMail, pk=mail_id)
    if not mail.html:
        raise Http404
    response = HttpResponse(mail.html.replace("<head>", '<head><base target="_blank">', 1))
    response["Content-Security-Policy"] = FRAME_CSP
    return response


@declared(Policy.DEMO)
@require_safe
@never_cache
def mail_calendar(_: HttpRequest, mail_id: int) -> HttpResponse:
    """The calendar file that the mail brought."""
    mail = get_object_or_404(SentMail.objects.exclude(calendar=""), pk=mail_id)
    answer = HttpResponse(mail.calendar, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="call.ics"'
    return answer
