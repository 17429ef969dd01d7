"""What waits for staff among members."""

from accounts.models import User
from config.shared.desk import Pile, lay

lay(
    Pile(
        "Suspended members",
        lambda: User.objects.filter(suspended_at__isnull=False),
        "suspended_at__isempty=0",
        urgent=False,
    )
)
