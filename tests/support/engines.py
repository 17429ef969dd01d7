"""What depends on the engine and on how long a run may take."""

import os
from collections.abc import Iterable

import hypothesis
import pytest
from django.conf import settings

hypothesis.settings.register_profile("default", max_examples=30, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=25, deadline=None, print_blob=True, derandomize=True)
hypothesis.settings.register_profile("deep", max_examples=1_000, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

RACES_WANT = "a race wants PostgreSQL, whose rows lock: set DATABASE_URL=postgres://…"


def on_postgres() -> bool:
    """Whether this run is on PostgreSQL."""
    return bool(settings.DATABASES["default"]["ENGINE"].endswith("postgresql"))


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Races say why they do not run."""
    if on_postgres():
        return
    for item in items:
        if item.get_closest_marker("race"):
            item.add_marker(pytest.mark.skip(reason=RACES_WANT))
