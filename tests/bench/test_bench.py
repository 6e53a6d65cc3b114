"""The benchmark plays real games, counts right, and notices what it must not miss."""

from __future__ import annotations

import json
import math
import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app import main
from quizzes.bank.catalogue import SHIPPED
from quizzes.formats.pack_folder import read_folder
from quizzes.items.item import Item
from tests.bench import floor, measure
from tests.bench.figures import percentile, ratio, spread, table
from tests.bench.game import Noted, a_value


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Two rooms of six phones that play one item each, through the command."""
    path = tmp_path_factory.mktemp("bench") / "found.json"
    words = ["bench", "live", "--phones", "6", "--rooms", "2", "--rounds", "1"]
    done = CliRunner().invoke(main, [*words, "--window", "0.5", "--json", str(path)])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(path.read_text())
    return {**found, "printed": done.output}


def test_every_response_is_acknowledged_kept_and_single(played: dict[str, Any]) -> None:
    assert played["acknowledged"] == played["expected"] == 12
    assert (played["lost"], played["doubled"], played["errors"], played["streams cut"]) == (
        0, 0, 0, 0,
    )  # fmt: skip


def test_every_move_reached_every_phone_in_both_rooms(played: dict[str, Any]) -> None:
    assert set(played["moves"]) == {"start", "open", "close", "reveal", "finish"}
    assert {one["n"] for one in played["moves"].values()} == {12}
    assert played["move"]["n"] == 60
    assert played["marks"]["n"] == played["join"]["n"] == 12


def test_the_floor_of_the_same_run_stands_beside_it(played: dict[str, Any]) -> None:
    assert played["move_floor"]["n"] == 6 * measure.SHOTS_AT_LEAST
    assert played["move_ratio"] == ratio(played["move"], played["move_floor"])
    assert played["commit_floor"]["n"] == 500
    for line in ("move / floor (p99)", "lost", "doubled", "errors", "server memory"):
        assert line in played["printed"]


def test_percentiles_are_those_of_the_nearest_rank() -> None:
    values = [15.0, 20, 35, 40, 50]
    assert [percentile(values, p) for p in (0.05, 0.3, 0.4, 0.5, 1)] == [15, 20, 20, 35, 50]
    assert percentile(list(range(1, 101)), 0.99) == 99
    assert math.isnan(percentile([], 0.5))
    assert spread([0.001, 0.003, 0.002]) == {"n": 3, "p50": 2.0, "p99": 3.0, "max": 3.0}
    assert spread([]) == {"n": 0}


def test_a_ratio_needs_both_sides() -> None:
    assert ratio({"p99": 30.0}, {"p99": 20.0}) == 1.5
    assert ratio({"n": 0}, {"p99": 20.0}) is None


def database(folder: Path, rows: list[tuple[int, int, str]]) -> Path:
    path = folder / "recoupe.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE seat (id INTEGER, public_id TEXT)")
        connection.execute("CREATE TABLE response (round_id INTEGER, seat_id INTEGER, value TEXT)")
        connection.executemany("INSERT INTO seat VALUES (?, ?)", [(1, "aa"), (2, "bb")])
        connection.executemany("INSERT INTO response VALUES (?, ?, ?)", rows)
    return path


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([(7, 1, '"a"'), (7, 2, '["b"]')], (0, 0)),
        ([(7, 1, '"a"')], (1, 0)),
        ([(7, 1, '"c"'), (7, 2, '["b"]')], (1, 0)),
        ([(7, 1, '"a"'), (7, 2, '["b"]'), (7, 2, '["b"]')], (0, 1)),
    ],
)
def test_what_is_lost_changed_or_double_is_found(
    tmp_path: Path, rows: list[tuple[int, int, str]], found: tuple[int, int]
) -> None:
    noted = Noted(acknowledged={(7, "aa"): "a", (7, "bb"): ["b"]})
    assert measure.lost_and_doubled(database(tmp_path, rows), noted) == found


SHIPPED_ITEMS = [
    pytest.param(item, id=f"{item.kind}-{item.id}")
    for folder in sorted(SHIPPED.glob("*/pack.yaml"))
    for item in read_folder(folder.parent).pack.items
]


@pytest.mark.parametrize("item", SHIPPED_ITEMS)
@pytest.mark.parametrize("seed", range(5))
def test_a_phone_answers_any_item(item: Item, seed: int) -> None:
    value = a_value(item.public_view("fr")["accepts"], random.Random(seed))
    read = item.read_response(json.loads(json.dumps(value)))
    assert item.say_value(read, "fr")


def test_bare_commits_are_timed_one_by_one(tmp_path: Path) -> None:
    times = floor.commits(tmp_path, 5)
    assert len(times) == 5
    assert all(one > 0 for one in times)


def test_what_was_not_measured_is_a_dash(played: dict[str, Any]) -> None:
    said = table({**played, "cpu_s": None, "cpu_ms_per_phone": None})
    assert "– s, – ms a phone" in said


def test_the_heaviest_item_travels_small(played: dict[str, Any]) -> None:
    """Content grows; what a classroom’s Wi-Fi carries for it must not grow unseen."""
    assert 1_000 < played["bytes"]["open"]["sent"] <= 6_000
    assert 1_000 < played["bytes"]["reveal"]["sent"] <= 9_000


@pytest.mark.long
def test_content_that_grows_does_not_slow_the_room_unseen() -> None:
    """Ratios of one run, three times what an idle machine gives."""
    found = measure.measure(measure.Measurement(phones=500, window=1.0))
    assert (found["lost"], found["doubled"], found["errors"]) == (0, 0, 0)
    assert found["move_ratio"] < 6
    rooms = measure.measure(measure.Measurement(phones=35, rooms=20))
    assert (rooms["lost"], rooms["doubled"], rooms["errors"]) == (0, 0, 0)
    assert rooms["move_ratio_all"] < 6
