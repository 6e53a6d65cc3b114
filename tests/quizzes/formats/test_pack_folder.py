"""Packs from folders: every problem at once, each with its file, line and item."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizzes.formats.pack import Pack
from quizzes.formats.pack_folder import read_folder, read_pack
from quizzes.items.problems import Problem, Problems

Content = dict[str, Any]
Fresh = Callable[[], Content]
Folder = Callable[..., Path]


def problems(content: Content | str | bytes) -> list[Problem]:
    text = content if isinstance(content, str | bytes) else json.dumps(content, indent=1)
    with pytest.raises(Problems) as caught:
        read_pack(text.encode() if isinstance(text, str) else text)
    return list(caught.value.problems)


def folder_problems(path: Path) -> list[Problem]:
    with pytest.raises(Problems) as caught:
        read_folder(path)
    return list(caught.value.problems)


def line_of(content: Content, needle: str) -> int:
    """The line of the first occurrence in the text that `problems` reads."""
    lines = json.dumps(content, indent=1).splitlines()
    return next(number for number, line in enumerate(lines, 1) if needle in line)


def test_the_small_pack_is_read(small_pack: Fresh, folder: Folder) -> None:
    loaded = read_folder(folder(small_pack()))
    assert isinstance(loaded.pack, Pack)
    assert [item.kind for item in loaded.pack.items] == [
        "single_choice", "multiple_response", "true_false", "ordering", "estimate", "poll",
    ]  # fmt: skip
    assert loaded.pack.item("A3").id == "A3"
    with pytest.raises(KeyError):
        loaded.pack.item("Z9")


@pytest.mark.parametrize("head", ["", "[]", "text", "- a"])
def test_a_file_that_is_no_mapping_is_refused(head: str) -> None:
    (found,) = problems(head)
    assert (found.line, "mapping" in found.what) == (1, True)


def test_a_folder_without_a_pack_says_so(tmp_path: Path) -> None:
    (found,) = folder_problems(tmp_path / "nowhere")
    assert found.file == str(tmp_path / "nowhere" / "pack.yaml")
    assert "cannot be read" in found.what


def change(content: Content, path: str, value: Any) -> Content:
    """`content` with the value at `items/0/stem` changed; None removes it."""
    *way, last = [int(step) if step.isdecimal() else step for step in path.split("/")]
    holder: Any = content
    for step in way:
        holder = holder[step]
    if value is None:
        del holder[last]
    else:
        holder[last] = value
    return content


WORDS_26 = " ".join(["mot"] * 26)
BROKEN: list[tuple[str, Any, str, str, str]] = [
    ("format", "2", "", "format", ""),
    ("slug", "Pas Bon", "", "slug", ""),
    ("slug", "../../etc", "", "slug", ""),
    ("version", "1.0", "", "version", ""),
    ("title", None, "", "title", "missing"),
    ("licence", "GPL", "", "licence", ""),
    ("authors", [], "", "authors", ""),
    ("items", None, "", "items", "no items"),
    ("items", [], "", "items", "no items"),
    ("items", "A1", "", "items", "no items"),
    ("items", [{}] * 201, "", "items", "more than 200"),
    ("items/0", "A1", "", "items.0", "mapping"),
    ("items/0/kind", "hotspot", "A1", "kind", "unknown"),
    ("items/0/kind", ["poll"], "A1", "kind", "unknown"),
    ("items/0/kind", None, "A1", "kind", "unknown"),
    ("items/0/id", "A-1", "A-1", "id", ""),
    ("items/0/seconds", "9", "A1", "seconds", ""),
    ("items/0/seconds", "soixante", "A1", "seconds", ""),
    ("items/0/review_by", "2027-02-30", "A1", "review_by", ""),
    ("items/0/surprise", "x", "A1", "surprise", "unknown"),
    ("items/0/stem/nl", "Wat?", "A1", "stem.nl", "unknown"),
    ("items/0/stem/en", None, "A1", "stem.en", "missing"),
    ("items/0/stem/fr", WORDS_26, "A1", "stem.fr", "26 words in fr"),
    ("items/0/explanation", None, "A1", "", "no explanation"),
    ("items/0/sources", [], "A1", "sources", "No source"),
    ("items/0/sources/0/verification", "R", "A1", "sources", "No source"),
    ("items/0/sources/0/date", "2024-13", "A1", "sources.0.date", ""),
    ("items/0/sources/0/url", "javascript:alert(1)", "A1", "sources.0.url", ""),
    ("items/0/volatile", "true", "A1", "", "jurisdiction"),
    ("items/0/volatile", "true", "", "law_date", "law_date"),
    ("items/0/competences/csem", ["X-Y"], "A1", "competences.csem.0", ""),
    ("items/0/options/0/rationale", None, "A1", "options.0.rationale", "Option a has no rationale"),
    ("items/0/options/1/id", "a", "A1", "", "Two options have the id a"),
    ("items/0/options/1/key", None, "A1", "options", "0 keys"),
    ("items/0/options/0/key", "true", "A1", "options", "2 keys"),
    ("items/1/options/2/key", "true", "A2", "options", "3 keys"),
    ("items/1/options/0/key", None, "A2", "options", "1 keys"),
    ("items/2/options/0/id", "maybe", "A3", "options.0.id", ""),
    ("items/3/key", ["a", "b"], "A4", "key", "every option once"),
    ("items/3/key", ["a", "b", "c"], "A4", "", "right order already"),
    ("items/3/key", [["a", "b", "c"], []], "A4", "key", ""),
    ("items/4/minimum", "50", "A5", "key", "out of order"),
    ("items/4/minimum", "nan", "A5", "minimum", ""),
    ("items/4/maximum", "1e999", "A5", "maximum", ""),
    ("items/4/key/factor", None, "A5", "key", "needs factor"),
    ("items/4/temptations/0/value", "21", "A5", "temptations.0.value", "whole mark"),
    ("items/5/options/0/key", "true", "A6", "options", "1 keys"),
    ("items/5/prompts", None, "A6", "", "debrief"),
    ("items/1/id", "A1", "A1", "", "Two items are called A1"),
]


@pytest.mark.parametrize(
    ("path", "value", "item", "field", "said"), BROKEN, ids=lambda part: str(part)[:24]
)
def test_each_mistake_is_named_with_its_item_and_field(
    small_pack: Fresh, path: str, value: Any, item: str, field: str, said: str
) -> None:
    found = problems(change(small_pack(), path, value))
    match = [
        one for one in found
        if (one.item == item or not item) and one.field.startswith(field) and said in one.what
    ]  # fmt: skip
    assert match, [str(one) for one in found]
    assert all(one.line >= 1 and one.what.endswith(".") for one in found)


@pytest.mark.parametrize(
    ("path", "value", "needle"),
    [
        ("items/4/seconds", "5", '"seconds": "5"'),
        ("items/2/kind", "zzz", '"kind": "zzz"'),
        ("items/3/key", ["a", "b"], '"key": ['),
        ("version", "one", '"version": "one"'),
        ("items/5/stem/fr", WORDS_26, WORDS_26),
        ("items/4/temptations/0/value", "21", '"value": "21"'),
    ],
)
def test_each_mistake_is_named_with_its_line(
    small_pack: Fresh, path: str, value: Any, needle: str
) -> None:
    content = change(small_pack(), path, value)
    (found,) = problems(content)
    assert abs(found.line - line_of(content, needle)) <= 1


def test_several_mistakes_are_named_at_once(small_pack: Fresh, folder: Folder) -> None:
    content = small_pack()
    for path, value in (
        ("version", "one"), ("title/en", None), ("items/0/seconds", "x"), ("items/1/kind", "zzz"),
        ("items/4/key/scale", "cubic"), ("items/4/unit", None),
    ):  # fmt: skip
        change(content, path, value)
    path = folder(content)
    found = folder_problems(path)
    places = {(one.item, one.field) for one in found}
    assert places >= {
        ("", "version"), ("", "title.en"), ("A1", "seconds"), ("A2", "kind"), ("A5", "key.scale"),
        ("A5", "unit"),
    }  # fmt: skip
    assert {one.file for one in found} == {str(path / "pack.yaml")}


def test_several_mistakes_of_meaning_are_named_at_once(small_pack: Fresh) -> None:
    content = small_pack()
    for item in content["items"][:3]:
        del item["explanation"]
        item["sources"] = []
    assert len(problems(content)) == 6


def test_a_problem_reads_as_a_sentence_with_its_place() -> None:
    one = Problem("It is missing.", "Add it.", field="stem")
    placed = one.at(file="pack.yaml", line=7, item="A1").at(file="other", line=1, item="B2")
    assert str(placed) == "pack.yaml:7 · item A1 · stem: It is missing. Add it."
    assert str(Problem("Alone.")) == "Alone."


def with_cover(content: Content, file: str = "media/a.svg") -> Content:
    text = {"fr": "Un dessin", "en": "A drawing"}
    return {**content, "cover": {"file": file, "alt": text}}


def test_media_come_with_the_pack(small_pack: Fresh, folder: Folder, drawing: Any) -> None:
    path = folder(with_cover(small_pack()), {"a.svg": drawing()})
    assert read_folder(path).media == {"media/a.svg": drawing()}


def test_a_missing_file_is_named(small_pack: Fresh, folder: Folder) -> None:
    (found,) = folder_problems(folder(with_cover(small_pack())))
    assert "media/a.svg is missing" in found.what


def test_a_file_that_no_item_uses_is_named(small_pack: Fresh, folder: Folder, drawing: Any) -> None:
    path = folder(small_pack(), {"spare.svg": drawing(), "notes.txt": b"x"})
    found = folder_problems(path)
    assert [one.file for one in found] == [
        str(path / "media" / "notes.txt"), str(path / "media" / "spare.svg"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "file", ["media/../pack.yaml", "/etc/passwd", "media/.hidden.svg", "media/a/b.svg", "a.svg",
             "media/A.svg", "media\\a.svg", "https://evil.example/a.svg", "media/"]
)  # fmt: skip
def test_a_file_outside_the_media_folder_cannot_be_named(small_pack: Fresh, file: str) -> None:
    (found,) = problems(with_cover(small_pack(), file))
    assert found.field == "cover.file"


def test_a_linked_file_is_refused(
    small_pack: Fresh, folder: Folder, drawing: Any, tmp_path: Path
) -> None:
    path = folder(with_cover(small_pack()))
    outside = tmp_path / "outside.svg"
    outside.write_bytes(drawing())
    (path / "media" / "a.svg").symlink_to(outside)
    assert any("missing" in one.what for one in folder_problems(path))


def test_a_linked_media_folder_is_refused(
    small_pack: Fresh, folder: Folder, drawing: Any, tmp_path: Path
) -> None:
    path = folder(with_cover(small_pack()))
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.svg").write_bytes(drawing())
    (path / "media").rmdir()
    (path / "media").symlink_to(tmp_path / "outside")
    assert any("missing" in one.what for one in folder_problems(path))


def test_bad_media_are_named_with_their_file(
    small_pack: Fresh, folder: Folder, drawing: Any
) -> None:
    path = folder(with_cover(small_pack()), {"a.svg": drawing("<script/>")})
    (found,) = folder_problems(path)
    assert found.file == str(path / "media" / "a.svg")
    assert "script" in found.what


ODD = st.sampled_from(
    [None, "", "x", "-1", "0", "true", "1e400", "nan", "5e-324", "1e308", "9" * 400, "a", "é" * 50,
     [], {}, [[]], ["a"], ["a", "a"], [["a", "b", "c"], []], [{}], {"a": "b"}, {"fr": "x", "en": "y"},
     {"id": "a"}, "media/a.svg", "2027-06-30"]
)  # fmt: skip


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a tree."""
    found = [here] if here else []
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    if isinstance(value, dict | list):
        for step, below in inside:
            found += paths(below, (*here, step))
    return found


@given(changes=st.lists(st.tuples(st.integers(0, 10**6), ODD), min_size=1, max_size=3))
@example(changes=[])
def test_however_a_pack_is_broken_the_answer_is_a_pack_or_problems(
    small_pack: Fresh, changes: list[tuple[int, Any]]
) -> None:
    content = small_pack()
    for number, value in changes:
        places = paths(content)
        if places:
            place = places[number % len(places)]
            change(content, "/".join(map(str, place)), deepcopy(value))
    try:
        assert isinstance(read_pack(json.dumps(content).encode()), Pack)
    except Problems as error:
        assert error.problems
        assert all(one.line == 1 and one.what for one in error.problems)
