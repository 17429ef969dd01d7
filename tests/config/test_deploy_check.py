"""``manage.py check --deploy`` in an environment like production's.

The one error that must be there is the demo payment provider: there is no other provider yet. The day there is
one, this test fails and the expectation becomes "none".
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import User
from config.shared import checks, currency_checks
from tests.factories.accounts import UserFactory

PRODUCTION = {
    "DEMO": "0",
    "SITE_URL": "https://milepost.example",
    "ALLOWED_HOSTS": "milepost.example",
    "SECRET_KEY": "only-for-this-check-and-long-enough-to-please-it-0123456789-abcdefghij",
}


def test_production_has_one_known_error(tmp_path: Path) -> None:
    environment = (
        os.environ | PRODUCTION | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path)}
    )
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    result = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    found = re.findall(r"\((\w+\.[EWC]\d+)\)", result.stdout + result.stderr)
    assert found == ["shared.E002"], result.stdout + result.stderr
    assert result.returncode == 1


@pytest.mark.django_db
def test_refuses_demo_accounts() -> None:
    UserFactory.create(handle="demo-seller", email="Seller@DEMO.test")
    assert "shared.E001" in {found.id for found in checks.no_demo_in_production()}


@pytest.mark.django_db
def test_members_of_other_domains_are_no_demo_accounts(buyer: User) -> None:
    assert "shared.E001" not in {found.id for found in checks.no_demo_in_production()}


@pytest.mark.django_db
def test_refuses_demo_mode(settings: pytest.FixtureRequest) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    assert "shared.E003" in {found.id for found in checks.no_demo_in_production()}


def test_refuses_books_in_another_currency(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(currency_checks, "_currencies", [lambda: ["USD", "JPY"]])
    assert currency_checks.foreign_currencies() == {"JPY"}
    assert [found.id for found in currency_checks.one_currency(databases=["default"])] == ["shared.E010"]
    with pytest.raises(Exception, match="stored amounts are in JPY"):
        currency_checks.refuse_foreign_currency()


def test_accepts_books_in_our_currency(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(currency_checks, "_currencies", [lambda: ["USD"], list])
    assert not currency_checks.foreign_currencies()
    currency_checks.refuse_foreign_currency()
