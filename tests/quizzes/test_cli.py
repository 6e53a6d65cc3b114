"""The commands about packs, as a person types them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from app import main
from quizzes.bank import SHIPPED


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
    result = run("check", *sorted(path.parent for path in SHIPPED.glob("*/pack.yaml")))
    assert result.exit_code == 0, result.output
    assert result.stdout.count("no problem") == 3
    assert result.stderr == ""


def test_check_names_every_problem_with_its_place_and_fails(run, copy: Path) -> None:
    break_(copy, "version: 1.0.0", "version: one")
    break_(copy, "seconds: 30", "seconds: 3")
    result = run("check", SHIPPED / "pub-ou-pas-pub", copy)
    assert result.exit_code == 1
    assert "pub-ou-pas-pub, 11 items, no problem" in result.stdout
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
    result = run("list")
    assert result.exit_code == 0, result.output
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    assert [line[0] for line in lines] == ["d-ou-ca-sort", "pub-ou-pas-pub", "qui-range-mon-fil"]
    assert all(len(line) == 4 and int(line[2]) >= 8 for line in lines)


def test_import_keeps_a_pack_once(run, copy: Path) -> None:
    break_(copy, "slug: d-ou-ca-sort", "slug: le-mien")
    first, second = run("import", copy), run("import", copy)
    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert first.stdout == "le-mien\t1.0.0\t12 items\timported\n"
    assert second.stdout == "le-mien\t1.0.0\t12 items\talready there\n"
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
