"""`recoupe handout`, as a teacher types it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from workshop.paper import commands
from workshop.paper import press as presses
from workshop.paper.faults import PangoMissing


@pytest.fixture
def recoupe(app: Flask) -> Any:
    """The command line with nothing but `handout`, on the app of the tests."""
    main = click.Group("recoupe")
    commands.install(main, lambda _config: app, lambda _app: None)

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["handout", *words])

    return run


def press(monkeypatch: pytest.MonkeyPatch, error: Exception | None = None) -> None:
    def made(html: str, **_: Any) -> bytes:
        if error:
            raise error
        return b"%PDF-1.7 fake"

    monkeypatch.setattr(presses, "render_pdf", made)


def test_it_writes_a_real_pdf(recoupe: Any, tmp_path: Path) -> None:
    target = tmp_path / "fiche.pdf"
    done = recoupe("qui-range-mon-fil", "worksheet", "--lang", "fr", "-o", str(target))
    assert done.exit_code == 0, done.output
    assert target.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".pdf"] == ["fiche.pdf"]


def test_an_unknown_pack_is_one_line_that_names_the_known_ones(
    recoupe: Any, tmp_path: Path
) -> None:
    done = recoupe("nope", "key", "-o", str(tmp_path / "x.pdf"))
    assert done.exit_code == 1
    assert "There is no pack nope." in done.output and "d-ou-ca-sort" in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_missing_pango_is_one_line_that_says_what_to_install(
    recoupe: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(monkeypatch, PangoMissing())
    done = recoupe("d-ou-ca-sort", "key", "-o", str(tmp_path / "x.pdf"))
    assert done.exit_code == 1
    assert "libpango-1.0-0" in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_a_folder_that_is_not_there_is_one_line(
    recoupe: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(monkeypatch)
    done = recoupe("d-ou-ca-sort", "worksheet", "-o", str(tmp_path / "no" / "x.pdf"))
    assert done.exit_code == 1
    assert "cannot be written" in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_an_old_file_stays_whole_when_the_new_one_fails(
    recoupe: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.pdf"
    target.write_bytes(b"old")
    press(monkeypatch)
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    done = recoupe("d-ou-ca-sort", "worksheet", "-o", str(target))
    assert done.exit_code == 1
    assert target.read_bytes() == b"old"
    left = [path for path in tmp_path.iterdir() if path.name.startswith(".recoupe-")]
    assert not left


def test_a_wrong_sheet_or_language_is_refused(recoupe: Any, tmp_path: Path) -> None:
    assert recoupe("d-ou-ca-sort", "poster", "-o", str(tmp_path / "x")).exit_code == 2
    wrong = recoupe("d-ou-ca-sort", "key", "--lang", "nl", "-o", str(tmp_path / "x"))
    assert wrong.exit_code == 2
