"""A commit wakes a worker, and never waits for the broker."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty
from typing import Any

import pytest
from celery import Celery, current_app

from config import celery_app
from config.celery import _redis, configuration
from config.shared import nudges


@contextmanager
def broker_at(url: str) -> Iterator[Celery]:
    """An app of its own on another broker, current for every thread while it is used."""
    app = Celery("elsewhere", set_as_current=False)
    app.conf.update(configuration() | {"broker_url": url, "broker_transport": None})
    app.conf.broker_transport_options = _redis("")["broker_transport_options"]
    before = celery_app
    app.set_default()
    app.set_current()
    try:
        yield app
    finally:
        before.set_default()
        before.set_current()


@pytest.fixture
def empty_queue() -> Iterator[Any]:
    with celery_app.connection_for_write() as connection:
        channel = connection.default_channel
        channel.queue_purge(nudges.QUEUE)
        yield channel
        channel.queue_purge(nudges.QUEUE)


def waiting(channel: Any) -> int:
    return int(channel._size(nudges.QUEUE))


def test_every_thread_publishes_to_our_broker() -> None:
    apps: list[str] = []
    thread = threading.Thread(target=lambda: apps.append(current_app.main))
    thread.start()
    thread.join()
    assert apps == ["milepost"]


def test_a_nudge_asks_for_the_outbox_to_be_drained(empty_queue: Any) -> None:
    nudges.publish()
    assert empty_queue._get(nudges.QUEUE)["headers"]["task"] == "config.shared.tasks.drain_outbox"
    with pytest.raises(Empty):
        empty_queue._get(nudges.QUEUE)


def test_no_second_nudge_while_one_waits(empty_queue: Any) -> None:
    for _ in range(5):
        nudges.publish()
    assert waiting(empty_queue) == 1


def test_a_storm_of_a_hundred_events_leaves_one_message(empty_queue: Any) -> None:
    nudger = nudges.Nudger()
    started = time.monotonic()
    for _ in range(100):
        nudger.nudge()
    assert time.monotonic() - started < 0.2
    time.sleep(0.5)
    assert waiting(empty_queue) == 1


def test_a_nudge_after_the_worker_took_the_last_one_is_sent(empty_queue: Any) -> None:
    nudges.publish()
    empty_queue._get(nudges.QUEUE)
    nudges.publish()
    assert waiting(empty_queue) == 1


def test_a_broker_that_refuses_is_logged_and_not_raised() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with broker_at(f"redis://127.0.0.1:{port}/0"):
        nudges.publish()


def test_a_broker_that_never_answers_costs_the_request_nothing() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        with broker_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0"):
            nudger = nudges.Nudger()
            started = time.monotonic()
            for _ in range(100):
                nudger.nudge()
            assert time.monotonic() - started < 0.2
