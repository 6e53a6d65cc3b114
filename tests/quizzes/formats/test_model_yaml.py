"""YAML files of the kit that are no packs: strict, and every problem with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizzes.formats.documents import read_document
from quizzes.items.problems import Problems
from quizzes.items.text import NARROW, Text, Value


class Note(Value):
    title: Text
    minutes: int


GOOD = 'title: {fr: "Quoi ?", en: "What?"}\nminutes: 5\n'


def read(folder: Path, text: str) -> Note:
    (folder / "note.yaml").write_text(text, encoding="utf-8")
    return read_document(folder / "note.yaml", Note)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(Problems) as caught:
        read(folder, text)
    return [str(problem) for problem in caught.value.problems]


def test_a_file_becomes_a_value_with_its_typography(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert found.minutes == 5
    assert found.title.fr == f"Quoi{NARROW}?"


def test_every_problem_says_file_line_and_field(tmp_path: Path) -> None:
    text = 'title: {fr: "Quoi ?"}\nminutes: many\ncolour: blue\n'
    said = problems(tmp_path, text)
    place = str(tmp_path / "note.yaml")
    assert all(one.startswith(place) for one in said)
    assert any(":1 · title.en: It is missing." in one for one in said)
    assert any(":2 · minutes: " in one for one in said)
    assert any(":3 · colour: This field is unknown here." in one for one in said)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("minutes: 5\nminutes: 6\n", "appears twice"),
        ("title: &a x\nminutes: *a\n", "not used here"),
        ("title: [", "not YAML"),
        ("- 1\n", "dictionary"),
    ],
)
def test_what_the_strict_reader_refuses_is_refused(tmp_path: Path, text: str, what: str) -> None:
    assert any(what in one for one in problems(tmp_path, text))


def test_a_file_that_is_not_there_is_a_problem_too(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="cannot be read"):
        read_document(tmp_path / "nothing.yaml", Note)
