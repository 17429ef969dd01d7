"""A status is written only by its app's ``transitions.py``; the payment rows' by ``recording.py``."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import Source, sources

COLUMNS = {"gigs": "state", "offers": "state", "orders": "status"}
WRITERS = frozenset(
    {
        "gigs/transitions.py",
        "offers/transitions.py",
        "orders/transitions.py",
        "orders/call_transitions.py",
        "orders/subscription_transitions.py",
        "orders/payments/recording.py",  # intents and attempts
        "orders/payments/demo/processor.py",  # plays the provider: the rows are what it would keep on its side
    }
)
# rows that have a status; made anew they start with the default of their model
MODELS = frozenset(
    {"Gig", "Offer", "Order", "OrderMilestone", "Intent", "Attempt", "Dispute", "Call", "Subscription"}
)
UPDATES = frozenset({"update", "aupdate", "guarded_update"})
CREATES = frozenset({"create", "acreate", "get_or_create", "update_or_create"})
DEFAULTS = frozenset({"defaults", "create_defaults"})
LISTS = frozenset({"bulk_update", "abulk_update"})
# functions that write rows by name of the column, and which of their arguments says what is written
BY_NAME = {"setattr": 1, "insert_rows": 1, "change_rows": 2} | dict.fromkeys(LISTS, 1)


def writes(source: Source) -> Iterator[str]:
    """Every place that sets a status column of a row: by attribute, UPDATE, creation or name."""
    column = COLUMNS[source.path.parts[0]]
    for node in ast.walk(source.tree):
        if how := _write(node, column):
            yield f"{source.path}:{getattr(node, 'lineno', 0)} {how}"


def _write(node: ast.AST, column: str) -> str:
    match node:
        case ast.Attribute(attr=name, value=of, ctx=ast.Store()) if name == column and not _is_self(of):
            return f"assigns .{name}"
        case ast.Call():
            return _call(node, column)
    return ""


def _call(call: ast.Call, column: str) -> str:
    name = _name(call.func)
    on_row = name in CREATES and _model_of(call.func) in MODELS
    if any(keyword.arg == column for keyword in call.keywords) and (
        name in UPDATES or name in MODELS or on_row
    ):
        return f"{name}({column}=…)"
    named = call.args[BY_NAME[name] :][:1] if name in BY_NAME else []
    defaults = [keyword.value for keyword in call.keywords if keyword.arg in DEFAULTS] if on_row else []
    return f"{name}(… {column} …)" if column in _literals([*named, *defaults]) else ""


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _model_of(function: ast.expr) -> str:
    """The model in ``Model.objects.create``."""
    match function:
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id=name))):
            return name
    return ""


def _literals(nodes: list[ast.expr]) -> set[str]:
    """Text in a literal, a list or the keys of a dict."""
    found = (inner for node in nodes for inner in ast.walk(node))
    return {node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _is_self(node: ast.expr) -> bool:
    """``self.state = …`` of a form or an exception; a model that does it is found by what calls it."""
    return isinstance(node, ast.Name) and node.id == "self"


def test_a_status_is_written_only_by_transitions() -> None:
    found = [
        line
        for source in sources("gigs", "offers", "orders")
        if source.path.as_posix() not in WRITERS
        for line in writes(source)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("app", "text"),
    [
        ("orders", "order.status = 'completed'"),
        ("gigs", "gig.state: str = 'active'"),
        ("orders", "order.status, order.version = 'completed', 2"),
        ("orders", "Order.objects.filter(pk=1).update(status='completed')"),
        ("gigs", "Gig.objects.create(title='x', state='active')"),
        ("orders", "Order(status='completed')"),
        ("orders", "guarded_update(order, expect={}, status='completed')"),
        ("orders", "Order.objects.bulk_update(rows, ['version', 'status'])"),
        ("offers", "Offer.objects.update_or_create(pk=1, defaults={'state': 'sent'})"),
        ("orders", "setattr(order, 'status', 'completed')"),
        ("orders", "with orders() as order.status: pass"),
        ("orders", "change_rows(Order, {'id': ids}, {'status': 'completed'}, must=2)"),
        ("orders", "insert_rows(Order, {'id': ids, 'status': 'completed'})"),
    ],
)
def test_finds_a_write(app: str, text: str) -> None:
    assert list(writes(_source(app, text)))


@pytest.mark.parametrize(
    ("app", "text"),
    [
        ("orders", "if order.status == 'completed': pass"),
        ("orders", "Order.objects.filter(status='completed')"),
        ("orders", "guarded_update(order, expect={'status': 'active'}, version=2)"),
        ("orders", "render(request, 'x.html', status=422)"),
        ("orders", "HttpResponse(status=204)"),
        ("orders", "order.status_label = 'x'"),
        ("orders", "change_rows(Order, {'status': 'active'}, {'version': 2})"),
        ("orders", "replay.state = 'x'"),
        ("offers", "class Refused(Exception):\n    def __init__(self, state):\n        self.state = state"),
    ],
)
def test_leaves_reading_alone(app: str, text: str) -> None:
    assert not list(writes(_source(app, text)))


def _source(app: str, text: str) -> Source:
    return Source(Path(f"{app}/operations/x.py"), text, ast.parse(text))
