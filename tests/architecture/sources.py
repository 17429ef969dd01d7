"""Reads our own code for the tests of its shape."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "accounts", "gigs", "offers", "orders")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file: its path from the root, its text and its tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))


@cache
def sources(*packages: str) -> tuple[Source, ...]:
    """Every file of the packages but for migrations, which Django writes."""
    return tuple(
        read(path) for package in packages for path in sorted((ROOT / package).rglob("*.py")) if _ours(path)
    )


def read(path: Path) -> Source:
    text = path.read_text()
    return Source(path.relative_to(ROOT), text, ast.parse(text))


def _ours(path: Path) -> bool:
    return not {"migrations", "node_modules"} & set(path.parts)


def product() -> tuple[Source, ...]:
    return sources(*PACKAGES)


def length(function: Function) -> int:
    """Lines from ``def`` to the last one, the docstring included, decorators not."""
    return (function.end_lineno or function.lineno) - function.lineno + 1
