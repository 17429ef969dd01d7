"""The Celery app: one schedule in code, JSON, no results, UTC.

The database is the only truth; messages are hints.

A task acknowledges after its work and is handed out again when its worker is lost, so every task is harmless
when it runs twice. An entry of the schedule expires before the next one is due: a worker that was away finds
one of each, not a pile.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from celery import Celery
from django.conf import settings
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

QUEUES = ("clock", "nudges")
OUTBOX_EVERY = 5.0
HEARTBEAT_EVERY = 10.0
PAYMENTS_EVERY = 10.0
"""A buyer waits for the outcome of a payment whose answer was lost, so these are looked at oftener."""
SWEEPS = (
    "orders.tasks.close_due",
    "orders.tasks.remind_due",
    "orders.tasks.remind_of_amendments",
    "orders.tasks.resumptions_due",
    "orders.tasks.renew_subscriptions",
    "orders.tasks.lapse_amendments",
    "orders.tasks.clear_earnings",
    "orders.tasks.remind_of_calls",
    "orders.tasks.publish_reviews",
    "orders.tasks.ask_for_reviews",
    "offers.tasks.expire_offers",
)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def _entry(task: str, every: float) -> dict[str, Any]:
    """Due at once when beat starts, then every so many seconds."""
    return {"task": task, "schedule": every, "options": {"expires": every * 0.9}, "last_run_at": _LONG_AGO}


def schedule(tick: float) -> dict[str, dict[str, Any]]:
    """What beat sends, with seconds between; ``tick`` for the sweeps over due rows."""
    entries = [
        _entry("config.shared.tasks.drain_outbox", OUTBOX_EVERY),
        _entry("config.shared.tasks.beat_heartbeat", HEARTBEAT_EVERY),
        _entry("orders.tasks.recover_payments", min(tick, PAYMENTS_EVERY)),
        *(_entry(task, tick) for task in SWEEPS),
    ]
    return {entry["task"]: entry for entry in entries}


def _redis(url: str) -> dict[str, Any]:
    """Redis.

    Short to connect, so that a dead one is noticed; tasks are redelivered after ten minutes, longer than any
    runs.
    """
    return {
        "broker_url": url,
        "broker_transport_options": {
            "socket_connect_timeout": 1,
            "health_check_interval": 30,
            "visibility_timeout": 600,
            "max_retries": 1,
            "interval_start": 0,
            "interval_max": 0.1,
        },
    }


def _embedded(folder: Path) -> dict[str, Any]:
    """No server: messages are files of the data folder, looked for every 0.2 s."""
    folder.mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": "filesystem://localhost/",
        "broker_transport": "config.broker:Transport",
        "broker_transport_options": {
            "data_folder_in": str(folder),
            "data_folder_out": str(folder),
            "polling_interval": 0.2,
        },
        "worker_enable_remote_control": False,  # it would broadcast through files
    }


def configuration() -> dict[str, Any]:
    """Everything, read from Django's settings when Celery first needs it."""
    broker = _redis(settings.REDIS_URL) if settings.REDIS_URL else _embedded(settings.DATA_DIR / "broker")
    return (
        broker
        | {
            "accept_content": ["json"],
            "task_serializer": "json",
            "task_ignore_result": True,
            "result_backend": None,
            "enable_utc": True,
            "timezone": "UTC",
            "task_acks_late": True,
            "task_reject_on_worker_lost": True,
            "worker_prefetch_multiplier": 1,
            "task_soft_time_limit": 90,
            "task_time_limit": 120,
            "task_publish_retry": False,
            "task_queues": [Queue(name) for name in QUEUES],
            "task_default_queue": "clock",
            "broker_connection_retry_on_startup": True,
            "worker_hijack_root_logger": False,
            "worker_send_task_events": False,
            "beat_scheduler": "celery.beat:Scheduler",  # keeps nothing on disk: after a start everything is due again
            "beat_max_loop_interval": 1.0,
            "beat_schedule": schedule(settings.CLOCK_TICK.total_seconds()),
        }
    )


app = Celery("milepost")
app.set_default()  # for every thread: without it a web thread would make an app of its own that looks for AMQP
app.add_defaults(configuration)
app.autodiscover_tasks()
