"""The cast: buyer, seller, outsider, staff; and what every test stands on."""

import pytest

from accounts.models import User
from tests.factories.accounts import UserFactory
from tests.support import engines, ready_database
from tests.support.append_only import _lift_guards_for_flush  # noqa: F401 - applies to every test

pytest_collection_modifyitems = engines.pytest_collection_modifyitems


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_use_migrations: bool, django_db_keepdb: bool
) -> None:
    """What pytest-django asks before it makes a database."""
    if django_db_use_migrations and not django_db_keepdb:
        ready_database.copy_from_now_on()


@pytest.fixture
def buyer(db: None) -> User:
    """A member who orders."""
    return UserFactory.create(handle="bea-buyer", display_name="Bea Buyer")


@pytest.fixture
def seller(db: None) -> User:
    """A member who sells."""
    return UserFactory.create(handle="sam-seller", display_name="Sam Seller")


@pytest.fixture
def outsider(db: None) -> User:
    """A member who is no party."""
    return UserFactory.create(handle="ola-outsider", display_name="Ola Outsider")


@pytest.fixture
def staff(db: None) -> User:
    """A member of staff with every permission."""
    return UserFactory.create(
        handle="stef-staff", display_name="Stef Staff", is_staff=True, is_superuser=True
    )
