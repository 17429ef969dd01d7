"""A call as a file for a calendar."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.shared.access import Policy, declared
from orders import access
from orders.queries.calendars import file_of_call


@declared(Policy.PARTY)
@require_safe
def order_call_file(request: HttpRequest, number: str, call_id: UUID) -> HttpResponse:
    """The call as a file for a calendar: as it is now, wherever it was moved to."""
    order, role = access.order_for(request.user, number)
    call = access.agreed_call_for(order, call_id)
    answer = HttpResponse(file_of_call(call, order, role), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{order.number}-call.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer
