"""One shape for every page of an act: GET shows the money and the form, POST carries the act out.

Refusals come back in words: bad input 422 beside its field with what was typed; a stale page 409 with a fresh
form; what is not possible any more 409 with a way back to the order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm, BoundField, Textarea, TextInput
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from config.shared import clock
from config.shared.commands import Click, CommandForm, fresh_command
from config.shared.components import MoneyPreview
from config.shared.errors import Invalid, Refusal, Stale
from config.shared.pages import render_page, wants_fragment
from orders.forms import CardForm
from orders.models import Order
from orders.operations.charging import PaymentInProcess
from orders.queries.actions import bar_of, can, label_of
from orders.queries.case import Case, case_of
from orders.queries.endings import headline
from orders.queries.previews import preview
from orders.states import Act, Role
from orders.views.cards import test_cards

Run = Callable[[Order, Any, Click], Order]
Look = Callable[[], Case]
UNREADABLE = "The page was too old to be read. Nothing happened; look at it and send it again."
MOVED_ON = (
    "This changed while the page was open, and what you wanted is not possible any more. Nothing happened."
)
CALL_OVER = "This call was answered, taken back or is over. The order shows how it stands now."
FILES_AGAIN = "Choose your files again: a browser does not keep them when a page comes back."


@dataclass(frozen=True, slots=True)
class ActPage:
    """The page of one act.

    ``next_to``: where to go afterwards (the order when None). ``danger``: a red button. ``build``: what the form needs.
    ``about``: adds the one call that the page is about.
    ``why``: the words for when it is not possible. ``shows``: a template with what it is about.
    ``figures``: the preview of what is typed, asked for while it is. ``button``: its words, when they are not the
    table's. ``facts``: what ``shows`` needs.
    """

    act: Act
    title: str
    form: type[CommandForm]
    run: Run
    done: str = ""
    text: str = ""
    next_to: Callable[[Order], str] | None = None
    danger: bool = False
    template: str = "orders/order_act.html"
    build: Callable[[Case], Mapping[str, Any]] | None = None
    about: Callable[[Case], Case] = field(default=lambda case: case)
    why: Callable[[Case], str] | None = None
    shows: str = ""
    figures: Callable[[Case, Any], MoneyPreview] | None = None
    button: str = ""
    facts: Callable[[Case], Mapping[str, Any]] = field(default=lambda _: {})

    @property
    def follows(self) -> bool:
        """The preview follows what is typed; a template would call ``figures`` itself."""
        return self.figures is not None


def act_page(request: HttpRequest, order: Order, role: Role, page: ActPage) -> HttpResponse:
    """Answer a request to the page of an act; ``order`` may come without its people, which are read when they show."""
    look = partial(_look, order.pk, role, page)
    if request.method == "POST":
        return _carry_out(request, order, look, page)
    case = look()
    if not can(case, page.act):
        return unavailable(request, case, (page.why or why_not)(case))
    return show(request, case, page, page.form(initial=first_values(case), **_built(page, lambda: case)))


def _look(order_id: UUID, role: Role, page: ActPage) -> Case:
    """The order as it stands now, with its people."""
    order = Order.objects.select_related("buyer", "seller", "gig", "card").get(pk=order_id)
    return page.about(case_of(order, role, clock.now()))


def _built(page: ActPage, look: Look) -> Mapping[str, Any]:
    return page.build(look()) if page.build is not None else {}


def _carry_out(request: HttpRequest, order: Order, look: Look, page: ActPage) -> HttpResponse:
    """A click that is carried out reads nothing that it does not show."""
    form = page.form(request.POST, request.FILES, **_built(page, look))
    if page.figures is not None and "figures" in request.POST:
        return _figures(request, look(), page, form)
    if not form.is_valid():
        case = look()
        if not can(case, page.act):
            return unavailable(request, case, (page.why or why_not)(case), typed=texts_of(form))
        again = renewed(form, case, page) if hidden_is_bad(form) else form
        return show(request, case, page, again, status=422, notice=UNREADABLE if again is not form else "")
    try:
        done = page.run(order, form, form.click(request.user.pk or 0))
    except Invalid as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return show(request, look(), page, form, status=fault.status_code)
    except Refusal as refusal:
        return _refused(request, look(), page, form, refusal)
    return gone_to(request, page.next_to(done) if page.next_to else url_to(done), page.done)


def _figures(request: HttpRequest, case: Case, page: ActPage, form: CommandForm) -> HttpResponse:
    """What is typed so far, in money; nothing is carried out, and nothing is complained of."""
    if wants_fragment(request):
        return render(request, "components/money_preview.html", {"preview": _preview(case, page, form)})
    return show(request, case, page, renewed(form, case, page))


def _preview(case: Case, page: ActPage, form: CommandForm) -> MoneyPreview | None:
    if not can(case, page.act):
        return None
    return page.figures(case, form) if page.figures is not None else preview(case, page.act)


def _refused(
    request: HttpRequest, fresh: Case, page: ActPage, form: CommandForm, refusal: Refusal
) -> HttpResponse:
    """What stands now: the form again with what was typed where the act is still possible, else a way back."""
    if isinstance(refusal, Stale) and can(fresh, page.act):
        again = renewed(form, fresh, page)
        return show(request, fresh, page, again, status=refusal.status_code, notice=refusal.message)
    words = MOVED_ON if isinstance(refusal, Stale) else refusal.message
    return unavailable(request, fresh, words, status=refusal.status_code, typed=texts_of(form))


def show(
    request: HttpRequest, case: Case, page: ActPage, form: CommandForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    """The page of an act, or its fragment inside a dialog."""
    context = {
        "case": case,
        "order": case.order,
        "page": page,
        "form": form,
        "notice": notice,
        "files_again": FILES_AGAIN if request.FILES and status != HTTP_OK else "",
        "in_dialog": wants_fragment(request),
        "preview": _preview(case, page, form),
        "button": page.button or label_of(case, page.act) or page.title,
        **(page.facts(case) if can(case, page.act) else {}),
        "back": url_to(case.order),
        "test_cards": test_cards() if isinstance(form, CardForm) else (),
    }
    return render_page(request, page.template, context, fragment="act", status=status)


HTTP_OK = 200


def unavailable(
    request: HttpRequest, case: Case, words: str, *, status: int = 409, typed: str = ""
) -> HttpResponse:
    """An act that is not possible now, in words, with the way back to the order and what was ``typed``."""
    context = {
        "order": case.order,
        "words": words,
        "stands": "" if case.overdue else headline(case),
        "typed": typed,
        "in_dialog": wants_fragment(request),
        "back": url_to(case.order),
    }
    return render_page(request, "orders/order_unavailable.html", context, fragment="act", status=status)


def texts_of(*forms: BaseForm) -> str:
    """What was written into forms, so that nobody has to write it once more; nothing of a card."""
    fields = [field for form in forms if not isinstance(form, CardForm) for field in form.visible_fields()]
    texts = [(field.label, str(field.value() or "").strip()) for field in fields if _is_written(field)]
    written = [(label, text) for label, text in texts if text]
    return written[0][1] if len(written) == 1 else "\n".join(f"{label}: {text}" for label, text in written)


def _is_written(field: BoundField) -> bool:
    return isinstance(field.field.widget, TextInput | Textarea)


def why_not(case: Case) -> str:
    """Why a page of an act has nothing to offer now."""
    if case.ended:
        return "This order has ended, so this is not possible any more."
    if case.overdue:
        return "The time for this is over, and the order is being closed."
    if case.charge is not None and case.charge.is_checked:
        return PaymentInProcess.default_message
    if case.call is not None:
        return bar_of(case) or CALL_OVER
    if case.disputed:
        return bar_of(case) or "A dispute is open, so everything else stands still."
    return bar_of(case) or "This is not possible as the order stands now."


def first_values(case: Case) -> dict[str, Any]:
    """A one-time id, the version shown, the delivery shown, and the proposed changes shown."""
    shown = case.standing.amendment
    amendment = {"amendment": shown.pk} if shown else {}
    return {**fresh_command(case.order.version), "round": case.milestone.rounds, **amendment}


def renewed(form: CommandForm, case: Case, page: ActPage) -> CommandForm:
    """The form once more with what was typed, and with fresh hidden values."""
    typed = {name: form[name].value() for name in form.fields}
    kept = form.typed_again() if isinstance(form, CardForm) else {}
    return page.form(initial={**typed, **kept, **first_values(case)}, **_built(page, lambda: case))


def hidden_is_bad(form: CommandForm) -> bool:
    """The one-time id, the version or the delivery shown could not be read."""
    return any(form[name].is_hidden for name in form.errors if name in form.fields)


def gone_to(request: HttpRequest, url: str, said: str = "") -> HttpResponse:
    """After an act: on to the next page, from inside a dialog too."""
    if said:
        messages.success(request, said)
    return HttpResponseClientRedirect(url) if wants_fragment(request) else redirect(url)


def url_to(order: Order) -> str:
    """The order's page."""
    return reverse("orders:order_detail", args=[order.number])


def page_of_act(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """GET and POST only, and never kept by a browser: it carries a one-time id."""
    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(view))
