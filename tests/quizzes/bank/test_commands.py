"""The commands about packs, as a person types them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from app import main
from quizzes.bank.catalogue import SHIPPED


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Type a command on a machine with an empty data folder."""
    monkeypatch.setenv("RECOUPE_DATA_DIR", str(tmp_path / "data"))

    def typed(*words: object) -> Result:
        return CliRunner().invoke(main, ["packs", *map(str, words)])

    return typed


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of a shipped pack."""
    return Path(shutil.copytree(SHIPPED / "d-ou-ca-sort", tmp_path / "copy"))


def break_(folder: Path, old: str, new: str) -> None:
    path = folder / "pack.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_check_says_that_shipped_packs_have_no_problem(run) -> None:
    folders = sorted(path.parent for path in SHIPPED.glob("*/pack.yaml"))
    result = run("check", *folders)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert len(lines) == len(folders) == 9
    for folder, line in zip(folders, lines, strict=True):
        assert re.fullmatch(rf"{folder}: {folder.name}, \d+ items, no problem", line)
    assert result.stderr == ""


def test_check_names_every_problem_with_its_place_and_fails(run, copy: Path) -> None:
    break_(copy, "version: 1.0.0", "version: one")
    break_(copy, "seconds: 30", "seconds: 3")
    result = run("check", SHIPPED / "pub-ou-pas-pub", copy)
    assert result.exit_code == 1
    assert "pub-ou-pas-pub, 15 items, no problem" in result.stdout
    lines = result.stderr.splitlines()
    assert any(line.startswith(f"{copy}/pack.yaml:4 · version: ") for line in lines)
    assert any(
        line.startswith(f"{copy}/pack.yaml:") and "item C01 · seconds" in line for line in lines
    )
    assert "Traceback" not in result.output


def test_check_of_nothing_says_what_to_give(run, tmp_path: Path) -> None:
    result = run("check", tmp_path / "nowhere")
    assert result.exit_code == 1
    assert "Give the folder of a pack." in result.stderr
    assert run("check").exit_code == 2


def test_list_prints_a_line_for_each_pack(run) -> None:
    """Forms of a test too: their papers and keys are printed from the terminal."""
    result = run("list")
    assert result.exit_code == 0, result.output
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert all(len(line) == 4 for line in lines)
    assert {line[0]: int(line[2]) for line in lines} == {
        "d-ou-ca-sort": 16,
        "demo-cinq-minutes": 5,
        "en-reserve": 17,
        "pub-ou-pas-pub": 15,
        "qui-range-mon-fil": 15,
        "test-court-a": 3,
        "test-court-b": 3,
        "test-forme-a": 4,
        "test-forme-b": 4,
    }


def test_import_keeps_a_pack_once(run, copy: Path) -> None:
    break_(copy, "slug: d-ou-ca-sort", "slug: le-mien")
    first, second = run("import", copy), run("import", copy)
    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert first.stdout == "le-mien\t1.0.0\t16 items\timported\n"
    assert second.stdout == "le-mien\t1.0.0\t16 items\talready there\n"
    assert "le-mien" in run("list").stdout


def test_import_of_a_broken_pack_keeps_nothing(run, copy: Path) -> None:
    break_(copy, "slug: d-ou-ca-sort", "slug: le-mien")
    break_(copy, "seconds: 30", "seconds: 3")
    result = run("import", copy)
    assert result.exit_code == 1
    assert "item C01 · seconds" in result.stderr
    assert "le-mien" not in run("list").stdout


def test_a_pack_that_was_imported_first_is_not_replaced_by_the_shipped_one(run, copy: Path) -> None:
    break_(copy, "version: 1.0.0", "version: 7.7.7")
    assert run("import", copy).exit_code == 0
    assert "d-ou-ca-sort\t7.7.7" in run("list").stdout


def test_the_schema_is_json_schema(run) -> None:
    result = run("schema")
    assert result.exit_code == 0
    Draft202012Validator.check_schema(json.loads(result.stdout))
