"""What a buyer paid and got back, and what a seller earned, as papers to print (product.md 6)."""

import csv
from io import StringIO
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import member
from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.money import format_plain
from config.shared.pages import render_page
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
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


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
def payments_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table for a spreadsheet, the newest 10,000."""
    out = StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    table.writerows(_row(one) for one in receipts_to_export(member(request).pk))
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    day = f"{timezone.localtime(clock.now()):%Y-%m-%d}"
    response["Content-Disposition"] = f'attachment; filename="payments {day}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _row(one: Receipt) -> list[str]:
    """Amounts in the currency's own unit; what goes back is below zero."""
    sign = -1 if one.back else 1
    amount, fee = (one.moved.amount_minor, one.moved.fee_minor) if one.moved else (0, 0)
    moved = [format_plain(sign * minor) for minor in (amount, fee, one.total_minor)]
    words = (one.order.title, one.what, one.title, one.state)
    date = timezone.localtime(one.at).isoformat(timespec="minutes")
    return [one.number, date, one.order.number, *(_plain(text) for text in words), *moved, one.card]


def _plain(text: str) -> str:
    """Never a formula of a spreadsheet."""
    return f"'{text}" if text.startswith(_FORMULAS) else text


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
