"""Many orders in the same place: one is brought there by the operations, the others are copies of its rows.

Which tables hold rows of an order is read from the models, so that a new one is copied without a word here. Only what
has no foreign key to the order, its money, is named.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from orders.models import Amendment, CancellationRequest, Order, OrderMilestone
from tests.bench.copies import ORDER, WHOLE, Copied, Copier, new_id, new_ids

_BY_NAME = {one.table: one for one in WHOLE}
_PAYMENTS = [_BY_NAME[name] for name in ("orders_attempt", "orders_demopayment")]
"""Found by their subjects, as the bench finds them."""
_INTENT = Copied("orders_intent", _BY_NAME["orders_intent"].link, new_ids("id", "subject_id", "refund_of_id"))
_OURS = "CASE WHEN s.{0}_kind IN ('held', 'refunding') THEN {1} ELSE s.{0}_subject END"
_ENTRY = Copied(
    "orders_entry",
    f"({_BY_NAME['orders_entry'].link} OR s.event IN (SELECT uid FROM orders_event WHERE order_id = b.order_id))",
    {
        "event": new_id("event"),
        "key": (
            "split_part(s.key, ':', 1) || ':' || md5(split_part(s.key, ':', 2) || '-' || n)::uuid || ':'"
            " || split_part(s.key, ':', 3)"
        ),
        "debit_subject": _OURS.format("debit", new_id("debit_subject")),
        "credit_subject": _OURS.format("credit", new_id("credit_subject")),
    },
    in_turn=True,
)
_LATER = "s.{0} + n * interval '1 minute'"


class Herd(Copier):
    """Copies of one order; copy ``n`` is due ``n`` minutes after it, so that a sweep meets one after the other."""

    def __init__(self, original: Order) -> None:
        self.original = original
        super().__init__([original.pk], tables())

    def make(self, first: int, count: int) -> None:
        """Copies ``first`` to ``first + count - 1``."""
        with transaction.atomic(), connection.cursor() as cursor:
            for one in self.tables:
                cursor.execute(self._insert(one), [first, first + count - 1, self.count])

    @staticmethod
    def number(n: int) -> str:
        """The order's number of a copy."""
        return f"MP-{n:08}"


@cache
def tables() -> Sequence[Copied]:
    """The order, everything that hangs on it by foreign keys, and its money."""
    order = Copied(ORDER.table, ORDER.link, {**ORDER.changes, "offer_id": "NULL"})
    return (order, *_hanging(), _INTENT, *_PAYMENTS, _ENTRY)


def _hanging() -> Iterator[Copied]:
    links: dict[type[models.Model], str] = {Order: "s.id = b.order_id"}
    todo: list[type[models.Model]] = [Order]
    while todo:
        above = todo.pop(0)
        for model in apps.get_app_config("orders").get_models():
            key = next((f for f in _keys(model) if f.remote_field.model is above), None)
            if key is None or model in links or model is Order:
                continue
            ids = "SELECT b.order_id" if above is Order else _ids(above, links[above])
            links[model] = f"s.{key.column} IN ({ids})"
            todo.append(model)
            yield Copied(
                model._meta.db_table, links[model], _changes(model, set(links)), in_turn=_counted(model)
            )


def _ids(model: type[models.Model], link: str) -> str:
    """The ids of the rows of a table that hang on the order."""
    inner = model._meta.db_table
    return f"SELECT {inner}.id FROM {inner} WHERE {link.replace('s.', f'{inner}.', 1)}"


def _keys(model: type[models.Model]) -> list[models.ForeignKey]:
    return [field for field in model._meta.fields if isinstance(field, models.ForeignKey)]


def _counted(model: type[models.Model]) -> bool:
    return isinstance(model._meta.pk, models.BigAutoField)


def _changes(model: type[models.Model], copied: set[type[models.Model]]) -> dict[str, str]:
    """New ids, and keys to them.

    What hangs on a counted row has no way to its copy: nothing that races has such rows, and one that had would be
    refused for being there twice.
    """
    own = [f.attname for f in model._meta.fields if isinstance(f, models.UUIDField)]
    above = {one for one in copied if not _counted(one)}
    keys = [f.attname for f in _keys(model) if f.remote_field.model in above and f.attname not in own]
    changes = new_ids(*own, *keys)
    if model is Amendment:
        changes["due_at"] = _LATER.format("due_at")
    if model is CancellationRequest:  # the order's clock, while it is open
        changes["answer_by"] = _LATER.format("answer_by")
    if model is OrderMilestone:
        changes["deadline_at"] = _LATER.format("deadline_at")
    return changes


def ids_of(herd: Herd, first: int, count: int) -> list[UUID]:
    """The ids of copies, in their order."""
    numbers = [herd.number(n) for n in range(first, first + count)]
    found = dict(Order.objects.filter(number__in=numbers).values_list("number", "pk"))
    return [found[number] for number in numbers]
