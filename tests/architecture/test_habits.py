"""Smaller habits that a person forgets and a test does not."""

import ast
import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command

from tests.architecture.sources import ROOT, Source, product


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    words = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=words)
    except SystemExit:
        pytest.fail(words.getvalue())


def unbounded_saves(source: Source) -> Iterator[str]:
    """``row.save()`` that says neither what it changes nor that the row is new (files are saved under a name)."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="save"), args=[], keywords=keywords):
                if not {"update_fields", "force_insert", "commit", None} & {k.arg for k in keywords}:
                    yield f"{source.path}:{node.lineno}"


def test_every_save_says_what_it_writes() -> None:
    assert [line for source in product() for line in unbounded_saves(source)] == []


def signal_receivers(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        match node:
            case ast.ImportFrom(module=str(module)) if module.endswith("dispatch"):
                yield f"{source.path}:{node.lineno}"
            case ast.Call(func=ast.Attribute(attr="connect", value=ast.Name(id=name))) if name.startswith(
                ("pre_", "post_")
            ):
                yield f"{source.path}:{node.lineno}"


def test_no_signal_decides_what_happens() -> None:
    assert [line for source in product() for line in signal_receivers(source)] == []


def test_only_the_clock_says_what_time_it_is() -> None:
    found = [
        f"{source.path}:{node.lineno}"
        for source in product()
        if source.path.as_posix() != "config/shared/clock.py"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"timezone.now", "datetime.now", "datetime.utcnow"}
    ]
    assert found == []


def test_no_committed_file_names_a_package_registry() -> None:
    files = [*ROOT.glob("requirements*.txt"), ROOT / "pyproject.toml", ROOT / "static/src/package-lock.json"]
    assert [file.name for file in files if file.exists() and "://" in _without_own(file.read_text())] == []


def _without_own(text: str) -> str:
    """Addresses that packages give of themselves (funding) are no registry's."""
    return "\n".join(line for line in text.splitlines() if '"url"' not in line)
