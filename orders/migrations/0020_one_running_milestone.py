"""One running milestone for each order, on PostgreSQL once more.

There, ``0003_fewer_indexes`` took this guard along: Django drops every index on a key's column alone when the key loses
its own, those of unique constraints with a condition too. SQLite rebuilt the table with the guard.
"""

from django.db import migrations

GUARD = """
CREATE UNIQUE INDEX IF NOT EXISTS one_running_milestone_per_order ON orders_ordermilestone (order_id)
WHERE status IN ('awaiting_payment', 'delivered', 'in_progress', 'in_revision')
"""


class Migration(migrations.Migration):
    """The models have had it all the time."""

    dependencies = [("orders", "0019_completed_orders_by_their_end")]

    operations = [migrations.RunSQL(GUARD, migrations.RunSQL.noop)]
