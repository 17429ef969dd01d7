"""The Celery app: ours in every process, on UTC, with a schedule whose entries expire."""

import pytest

from config import celery_app
from config.celery import schedule


def test_its_clock_is_utc() -> None:
    assert str(celery_app.timezone) == "UTC"
    assert celery_app.conf.enable_utc is True


def test_a_task_is_handed_out_again_when_its_worker_is_lost() -> None:
    assert celery_app.conf.task_acks_late is True
    assert celery_app.conf.task_reject_on_worker_lost is True
    assert celery_app.conf.worker_prefetch_multiplier == 1


def test_takes_nothing_but_json_and_keeps_no_results() -> None:
    assert celery_app.conf.accept_content == ["json"]
    assert celery_app.conf.result_backend is None


@pytest.mark.parametrize("entry", schedule(60.0).values(), ids=schedule(60.0))
def test_every_entry_expires_before_the_next_one(entry: dict[str, dict[str, float]]) -> None:
    assert 0 < entry["options"]["expires"] < float(str(entry["schedule"]))


@pytest.mark.parametrize("name", schedule(60.0))
def test_every_entry_names_a_task_that_exists(name: str) -> None:
    celery_app.loader.import_default_modules()
    assert name in celery_app.tasks


def test_without_redis_the_broker_is_files_of_the_data_folder(settings: object) -> None:
    if getattr(settings, "REDIS_URL", ""):
        pytest.skip("REDIS_URL is set")
    assert celery_app.conf.broker_transport == "config.broker:Transport"
