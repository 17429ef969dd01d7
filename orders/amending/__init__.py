"""What a change of an order's terms is: read, checked, and played through. Pure: nothing here writes a row.

``changes`` reads and writes what was proposed, ``plan`` plays it through on the order as it stands (previews show
that very plan, and ``transitions.amend`` writes it), ``rules`` says what cannot be agreed, ``words`` says it to people.
"""

from orders.amending.changes import Changes, Row, row_of
from orders.amending.plan import Plan, plan_of
from orders.amending.rules import NothingChanges, check

__all__ = ["Changes", "NothingChanges", "Plan", "Row", "check", "plan_of", "row_of"]
