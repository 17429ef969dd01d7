"""What waits for staff in orders and their money."""

from config.shared.desk import Pile, lay, queue
from orders.models import Dispute, Order
from orders.payments.refunds import refused
from orders.queries.desk import open_cases, refused_cases, stuck_attempts

lay(
    Pile("Open disputes", lambda: Dispute.objects.filter(closed_at__isnull=True), "closed_at__isempty=1"),
    Pile("Payments that need a person", stuck_attempts, "rest=no"),
    Pile("Refunds that were refused", refused, "person=yes"),
    Pile(
        "Orders whose clock failed",
        lambda: Order.objects.filter(sweep_after__isnull=False),
        "sweep_after__isempty=0",
    ),
)
queue("Open disputes", "orders.view_dispute", open_cases)
queue("Refunds that the provider refused", "orders.view_intent", refused_cases)
