"""No import of our own packages is hidden inside a function (the import contract itself is import-linter's)."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import PACKAGES, Source, product, read, sources

OURS = frozenset({*PACKAGES, "tests"})


def hidden_imports(source: Source) -> Iterator[str]:
    """Imports of our own packages below a ``def``, by statement or by ``import_module`` with a literal of ours."""
    ready = _inside_ready(source)
    for function in source.functions():
        for node in ast.walk(function):
            if node not in ready and (names := OURS & _imported(node)):
                yield f"{source.path}:{getattr(node, 'lineno', 0)} imports {', '.join(sorted(names))}"


def _imported(node: ast.AST) -> set[str]:
    """Top-level packages that a node imports; a relative import is one of ours by definition."""
    match node:
        case ast.Import():
            return {alias.name.partition(".")[0] for alias in node.names}
        case ast.ImportFrom():
            return {(node.module or "").partition(".")[0]} if not node.level else set(PACKAGES)
        case ast.Call(func=ast.Name(id="import_module"), args=[ast.Constant(value=str(name)), *_]):
            return {name.partition(".")[0]}
    return set()


def _inside_ready(source: Source) -> set[ast.AST]:
    """``AppConfig.ready`` is where Django wants the modules named that need models."""
    if source.path.name != "apps.py":
        return set()
    return {
        node for function in source.functions() if function.name == "ready" for node in ast.walk(function)
    }


def test_no_import_of_ours_hides_inside_a_function() -> None:
    found = [line for source in (*product(), *sources("tests")) for line in hidden_imports(source)]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    import orders.models\n",
        "def f():\n    from orders import models\n",
        "def f():\n    if True:\n        from . import models\n",
        "class A:\n    async def f(self):\n        from gigs.models import Gig\n",
        "def f():\n    import_module('offers.handlers')\n",
    ],
)
def test_finds_a_hidden_import(text: str) -> None:
    assert list(hidden_imports(_source(text)))


@pytest.mark.parametrize(
    "text", ["import orders\n", "def f():\n    import json\n", "def f():\n    from celery import app\n"]
)
def test_leaves_other_imports_alone(text: str) -> None:
    assert not list(hidden_imports(_source(text)))


def _source(text: str) -> Source:
    return Source(read(product()[0].path.absolute()).path, text, ast.parse(text))
