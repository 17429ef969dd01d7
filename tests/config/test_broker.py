"""The embedded broker: a message is whole, taken once, and a bad file harms nobody."""

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from config.broker import Channel


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def channels(folder: Path) -> Iterator[list[Channel]]:
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder), "polling_interval": 0.01}
    with (
        Connection(
            "filesystem://localhost/", transport="config.broker:Transport", transport_options=options
        ) as one,
        Connection(
            "filesystem://localhost/", transport="config.broker:Transport", transport_options=options
        ) as two,
    ):
        yield [one.channel(), two.channel()]


def message(number: int = 0) -> dict[str, Any]:
    return {"body": str(number), "properties": {"delivery_tag": str(number)}}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_hands_messages_out_in_the_order_they_came(channels: list[Channel]) -> None:
    for number in range(5):
        channels[0]._put("clock", message(number))
    assert [channels[1]._get("clock")["body"] for _ in range(5)] == ["0", "1", "2", "3", "4"]


def test_keeps_queues_apart(channels: list[Channel]) -> None:
    channels[0]._put("nudges", message())
    with pytest.raises(Empty):
        channels[0]._get("clock")
    assert channels[0]._size("nudges") == 1


def test_leaves_nothing_behind(channels: list[Channel], folder: Path) -> None:
    channels[0]._put("clock", message())
    channels[0]._get("clock")
    assert names(folder) == []


@pytest.mark.parametrize("content", [b"", b'{"body": "0", "prop', b"[]", b"{}", b"\xff\xfe"])
def test_puts_an_unreadable_file_aside_and_takes_the_next(
    channels: list[Channel], folder: Path, content: bytes
) -> None:
    (folder / "00000_bad.clock.msg").write_bytes(content)
    channels[0]._put("clock", message(7))
    assert channels[0]._get("clock")["body"] == "7"
    assert names(folder) == ["00000_bad.clock.msg.bad"]


def test_no_reader_sees_a_message_that_is_being_written(channels: list[Channel], folder: Path) -> None:
    (folder / ".00_half.clock.msg").write_text('{"body": "0", "prop')
    with pytest.raises(Empty):
        channels[0]._get("clock")
    assert names(folder) == [".00_half.clock.msg"]


def test_two_consumers_take_each_message_once(channels: list[Channel]) -> None:
    for number in range(200):
        channels[0]._put("clock", message(number))
    taken: list[list[str]] = [[], []]

    def consume(index: int) -> None:
        while True:
            try:
                taken[index].append(channels[index]._get("clock")["body"])
            except Empty:
                return

    consumers = [threading.Thread(target=consume, args=(index,)) for index in (0, 1)]
    for consumer in consumers:
        consumer.start()
    for consumer in consumers:
        consumer.join()
    assert sorted(taken[0] + taken[1], key=int) == [str(number) for number in range(200)]


def test_a_purge_takes_only_its_own_queue(channels: list[Channel]) -> None:
    channels[0]._put("clock", message())
    channels[0]._put("nudges", message())
    assert channels[0]._purge("clock") == 1
    assert channels[0]._size("nudges") == 1
