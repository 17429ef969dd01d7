"""Who sends garbage: the two parties, each with a browser that does not hide a fault of the program."""

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import Gig
from tests.factories.gigs import live_gig_with_milestones


@pytest.fixture
def selling(seller: User) -> Client:
    """The seller's browser."""
    client = Client()
    client.force_login(seller)
    return client


@pytest.fixture
def buying(buyer: User) -> Client:
    """The buyer's browser."""
    client = Client()
    client.force_login(buyer)
    return client


@pytest.fixture
def gig(seller: User) -> Gig:
    """A live gig of two milestones and three packages."""
    return live_gig_with_milestones(seller, 2)
