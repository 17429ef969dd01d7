"""The two health pages."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client

from config.shared import clock, health
from config.shared.models import Heartbeat
from config.shared.tasks import beat_heartbeat, leave_heartbeat


def test_live_answers_without_the_database(client: Client) -> None:
    response = client.get("/health/live/")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_every_part_is_well(client: Client) -> None:
    leave_heartbeat("worker")
    beat_heartbeat()
    response = client.get("/health/ready/")
    parts = {"database": "ok", "migrations": "ok", "worker": "ok", "beat": "ok"}
    assert (response.status_code, response.json()) == (200, {"ready": True, **parts})


@pytest.mark.django_db
def test_names_a_worker_that_was_never_seen(client: Client) -> None:
    beat_heartbeat()
    response = client.get("/health/ready/")
    assert response.status_code == 503
    assert response.json()["worker"] == "never seen"


@pytest.mark.django_db
def test_names_a_beat_that_went_silent(client: Client) -> None:
    leave_heartbeat("worker")
    Heartbeat.objects.create(name="beat", seen_at=clock.now() - timedelta(seconds=90))
    response = client.get("/health/ready/")
    assert response.status_code == 503
    assert response.json()["beat"] == "last seen 90 seconds ago"


@pytest.mark.django_db
def test_counts_migrations_that_are_not_applied(client: Client) -> None:
    with patch.object(health, "_known_migrations", lambda: frozenset({("orders", "9999_later")})):
        response = client.get("/health/ready/")
    assert response.status_code == 503
    assert response.json()["migrations"] == "1 not applied"


def test_says_that_the_database_is_away(client: Client) -> None:
    with patch.object(health.connection, "cursor", side_effect=OperationalError("gone")):
        response = client.get("/health/ready/")
    assert response.status_code == 503
    assert response.json()["database"] == "not to be known: OperationalError"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/live/", "/health/ready/"])
def test_takes_questions_only(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_is_cheap(client: Client, django_assert_max_num_queries: object) -> None:
    client.get("/health/ready/")
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        client.get("/health/ready/")
