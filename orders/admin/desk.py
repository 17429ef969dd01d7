"""What waits for staff in orders and their money."""

from config.shared.desk import Pile, lay
from orders.models import Dispute, Order
from orders.queries.desk import stuck_attempts

lay(
    Pile("Open disputes", lambda: Dispute.objects.filter(closed_at__isnull=True), "closed_at__isempty=1"),
    Pile("Payments that need a person", stuck_attempts, "rest=no"),
    Pile(
        "Orders whose clock failed",
        lambda: Order.objects.filter(sweep_after__isnull=False),
        "sweep_after__isempty=0",
    ),
)
