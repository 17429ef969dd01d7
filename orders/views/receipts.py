"""What a buyer paid and got back, and what a seller earned, as papers to print (product.md 6)."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import member
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.money import format_plain
from config.shared.pages import render_page
from config.shared.tables import table_file
from orders import access
from orders.queries.receipts import Receipt, receipt_of, receipts_page, receipts_to_export
from orders.queries.settlement_notes import settlement_note

COLUMNS = (
    "Receipt",
    "Date",
    "Order",
    "Gig",
    "For",
    "Kind",
    "State",
    "Amount",
    "Service fee",
    "Total",
    "Card",
)


@declared(Policy.MEMBER)
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """Everything that was charged and sent back, newest first; ``?order=`` narrows it to one order."""
    number, cursor = request.GET.get("order", ""), request.GET.get("before", "")
    page = receipts_page(member(request).pk, number=number, before=cursor)
    asked = {"order": number, "before": page.older} if number else {"before": page.older}
    context = {
        "page": page,
        "number": number,
        "older_url": f"?{urlencode(asked)}" if page.older else "",
        "newer_url": request.path if cursor else "",
    }
    return render_page(request, "orders/payments.html", context)


@declared(Policy.MEMBER)
@require_safe
def payments_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a table for a spreadsheet, the newest 10,000."""
    rows = [_row(one) for one in receipts_to_export(member(request).pk)]
    return table_file(f"payments {timezone.localtime(clock.now()):%Y-%m-%d}.csv", [COLUMNS, *rows])


def _row(one: Receipt) -> list[str]:
    """Amounts in the currency's own unit; what goes back is below zero."""
    sign = -1 if one.back else 1
    amount, fee = (one.moved.amount_minor, one.moved.fee_minor) if one.moved else (0, 0)
    moved = [format_plain(sign * minor) for minor in (amount, fee, one.total_minor)]
    date = timezone.localtime(one.at).isoformat(timespec="minutes")
    words = (one.number, date, one.order.number, one.order.title, one.what, one.title, one.state)
    return [*words, *moved, one.card]


@declared(Policy.BUYER_SIDE)
@require_safe
def order_receipt(request: HttpRequest, number: str, receipt_id: UUID) -> HttpResponse:
    """One charge or refund."""
    order = access.buyer_order(request.user, number)
    receipt = receipt_of(order, receipt_id)
    if receipt is None:
        raise Http404
    return render_page(request, "orders/receipt.html", {"order": order, "receipt": receipt})


@declared(Policy.SELLER_SIDE)
@require_safe
def order_settlement(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """What the seller earned with one milestone, after commission."""
    order = access.seller_order(request.user, number)
    note = settlement_note(order, position)
    if note is None:
        raise Http404
    return render_page(request, "orders/settlement.html", {"order": order, "note": note})
