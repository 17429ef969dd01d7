"""The bench measures with pieces that have to be right; nothing here is timed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from tests.bench import database, options, report
from tests.bench.figures import Line, Series, plain_line, ratio_line
from tests.bench.floor import tables
from tests.bench.load import Plan, Request, WrongAnswers, put_on
from tests.bench.measured.pages import shape_of
from tests.bench.options import KNOWN, Options
from tests.bench.rounds import alternate

MACHINE = {
    "at": "2026-01-05T09:30:00+00:00",
    "busy": False,
    "cores": 2,
    "python": "3.11.9",
    "server": "PostgreSQL 15.1",
}


@pytest.fixture
def floor(transactional_db: None) -> Iterator[None]:
    """The floor page's tables, for one test."""
    tables.create()
    tables.fill()
    yield
    tables.drop()


@pytest.mark.urls("tests.bench.urls")
def test_the_floor_page_is_27_kilobytes_from_six_queries(
    floor: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):
        answer = client.get(f"/bench/floor/{tables.SLUG}/")
    assert answer.status_code == 200
    assert 26_500 <= len(answer.content) <= 27_500, len(answer.content)


def test_a_round_is_anchor_ours_ours_anchor() -> None:
    told: list[str] = []

    def slot(name: str, rate: float) -> float:
        told.append(name)
        return rate

    ours = {"one": lambda: slot("one", 30.0), "two": lambda: slot("two", 50.0)}
    series = alternate(2, lambda: slot("anchor", 100.0), ours)
    assert told == ["anchor", "one", "two", "two", "one", "anchor"] * 2
    assert (series.ratios("one"), series.ratios("two")) == ([0.3, 0.3], [0.5, 0.5])


def test_a_line_is_the_median_of_the_ratios_of_the_rounds() -> None:
    series = Series(
        anchor=[(100.0, 100.0), (100.0, 120.0), (110.0, 90.0)],
        ours={"x": [(40.0, 60.0), (88.0, 88.0), (10.0, 50.0)]},
    )
    line = ratio_line(6, "x", series, rate="/s")
    assert (line.value, line.low, line.high) == (0.5, 0.3, 0.8)
    assert line.remark == ""


def test_an_unsteady_anchor_makes_the_line_say_so() -> None:
    steady, unsteady = (Series(anchor=[(100.0, fast)], ours={"x": [(50.0, 50.0)]}) for fast in (160.0, 161.0))
    assert ratio_line(6, "x", steady, rate="/s").remark == ""
    assert ratio_line(6, "x", unsteady, rate="/s").remark == "too noisy (anchor max ÷ min 1.61)"


def test_the_table_shows_figures_rates_remarks_and_what_is_void() -> None:
    series = Series(anchor=[(421.0, 400.0)], ours={"accept": [(200.0, 210.5)]})
    lines = [
        ratio_line(6, "accept", series, rate="tx/s", notes=("a note",)),
        plain_line(3, "statements", [6.0, 6.0], "statements"),
        Line(figure=8, name="over HTTP", remark="void: 1 broken invariant"),
    ]
    text = report.table(lines, Options(), MACHINE)
    for part in ("0.50 ×", "410 tx/s (400–421)", "a note", "6 statements", "void: 1 broken invariant"):
        assert part in text
    assert json.loads(report.as_json(lines, Options(), MACHINE))["lines"][0]["anchor"] == [421.0, 400.0]


def test_all_figures_are_measured_when_none_is_named() -> None:
    assert options.read([])[0].figures == KNOWN == tuple(range(1, 18))
    assert options.read(["8", "6", "6", "--rounds", "1"])[0] == Options(figures=(6, 8), rounds=1)


@pytest.mark.parametrize("wrong", [["18"], ["--rounds", "0"], ["--seconds", "-3"], ["six"]])
def test_refuses_what_cannot_be_measured(wrong: list[str]) -> None:
    with pytest.raises(SystemExit):
        options.read(wrong)


def test_says_so_when_there_is_no_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing")
    with pytest.raises(database.NoServer, match="no PostgreSQL where DATABASE_URL points"):
        database.server()


def test_statements_are_the_same_when_only_their_values_differ() -> None:
    assert (
        shape_of("SELECT 1 FROM a2 WHERE b = 'it''s' AND c IN (3, 44)")
        == "SELECT ? FROM a2 WHERE b = ? AND c IN (?, ?)"
    )


def test_the_load_generator_counts_answers_and_takes_every_request_once(live_server: LiveServer) -> None:
    plan = Plan(live_server.thread.port, 2, 30, [Request("/health/live/")] * 7, status=200, repeat=False)
    assert put_on(plan).done == 7


def test_the_load_generator_refuses_another_status(live_server: LiveServer) -> None:
    plan = Plan(live_server.thread.port, 2, 30, [Request("/no-such-page/")], status=200, repeat=False)
    with pytest.raises(WrongAnswers, match="status 404"):
        put_on(plan)


def test_the_load_generator_needs_nothing_but_the_standard_library() -> None:
    plan = Plan(1, 1, 0, [], status=200, repeat=False)
    ran = subprocess.run(
        [sys.executable, "-S", "-m", "tests.bench.load"], input=json.dumps(asdict(plan)), text=True, check=True,
        capture_output=True,
    )  # fmt: skip
    assert json.loads(ran.stdout)["done"] == 0
