"""`recoupe packs review`, as a maintainer types it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Type the command on a machine with an empty data folder."""
    monkeypatch.setenv("RECOUPE_DATA_DIR", str(tmp_path / "data"))

    def typed(*words: str) -> Result:
        return CliRunner().invoke(main, ["packs", "review", *words])

    return typed


def rows(result: Result) -> list[list[str]]:
    assert result.exit_code == 0, result.output
    return [line.split("\t") for line in result.stdout.splitlines()]


def test_it_prints_a_line_for_each_item_the_nearest_first(run) -> None:
    found = rows(run("--days", "3650"))
    assert len(found) >= 34
    dates = [date.fromisoformat(row[0]) for row in found]
    assert dates == sorted(dates)
    for day, left, _slug, code, looks in found:
        days = (date.fromisoformat(day) - date.today()).days
        assert abs(days - int(left.removeprefix("in ").split()[0])) <= 1 or days < 0
        assert code[0].isupper()
        assert looks or code


def test_law_is_named_with_its_country(run) -> None:
    lines = {row[3]: row[4] for row in rows(run("--days", "3650"))}
    assert lines["B03"].startswith("law of BE: has the law changed?")
    assert lines["B05"].startswith("law of FR: ")
    assert "law of" not in lines["C03"]


def test_fewer_days_show_fewer_items_and_the_end_counts_them(run) -> None:
    few, many = run("--days", "0"), run("--days", "3650")
    assert len(rows(few)) < len(rows(many))
    assert f"{len(rows(many))} to read again within 3650 days" in many.stderr


@pytest.mark.parametrize("days", ["-1", "many", "99999"])
def test_a_wrong_number_of_days_is_refused_in_one_line(run, days: str) -> None:
    result = run("--days", days)
    assert result.exit_code == 2
    assert "Invalid value for '--days'" in result.output
