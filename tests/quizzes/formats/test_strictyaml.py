"""YAML from strangers: what is outside the subset is refused with its line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.formats.strictyaml import MAX_BYTES, MAX_DEPTH, YamlDocument, read_yaml
from quizzes.items.problems import Problem, Problems


def problem(text: str | bytes) -> Problem:
    """The one problem of a text that is refused."""
    with pytest.raises(Problems) as caught:
        read_yaml(text.encode() if isinstance(text, str) else text)
    (found,) = caught.value.problems
    assert found.what.endswith(".")
    assert found.mend
    return found


ALIAS_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (ALIAS_BOMB, 1, "Anchors"),
        ("a: 1\nb: &x 2\n", 2, "Anchors"),
        ("a: 1\nb:\n  <<: *x\n", 3, "Anchors"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "tag"),
        ("a: !!int 3\n", 1, "tag"),
        ("a: 1\nb: 2\na: 3\n", 3, "twice"),
        ("a:\n  - b: 1\n    b: 2\n", 3, "twice"),
        ('{"a": 1, a: 2}', 1, "twice"),
        ("a: 1\n---\nb: 2\n", 2, "two documents"),
        ("a: 1\n...\n---\nb: 2\n", 3, "two documents"),
        ("a: 1\n? [b, c]\n: 2\n", 2, "key"),
        ("a: 1\n{b: c}: 2\n", 2, "key"),
        ("a: [1,\n2\n", 3, "not YAML"),
        ("a: 1\n b: 2\n", 2, "not YAML"),
        ("a: 1\n\tb: 2\n", 2, "not YAML"),
        ("a: 'x\n", 2, "not YAML"),
        ("%YAML 3.0\n---\na: 1\n", 1, "not YAML"),
    ],
)
def test_what_is_outside_the_subset_is_refused_where_it_stands(
    text: str, line: int, said: str
) -> None:
    found = problem(text)
    assert said in found.what
    assert found.line == line


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_a_file_that_is_nested_too_deep_is_refused_without_reading_on(opening: str) -> None:
    found = problem(opening * 100_000)
    assert "nest" in found.what
    assert found == problem(opening * 10_000), "what comes after it changes nothing"


@pytest.mark.parametrize("opening", ["? ", "{? ", "[? "])
def test_a_tower_of_keys_is_refused(opening: str) -> None:
    assert problem(opening * 10_000).line == 1


def test_depth_is_allowed_up_to_the_limit() -> None:
    assert read_yaml(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH).root
    assert "nested" in problem("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2)).what


def test_a_file_with_too_many_values_is_refused() -> None:
    assert "too large" in problem("[" + "a," * 60_000 + "]").what


def test_a_file_over_the_limit_is_not_even_read() -> None:
    assert "1 MB" in problem(b"\xff" * (MAX_BYTES + 1)).what
    assert read_yaml(b"a: " + b"x" * (MAX_BYTES - 3)).root["a"][0] == "x"


@pytest.mark.parametrize("data", [b"a: 1\nb: \xe9t\xe9\n", "a: 1\nb: é\n".encode("latin-1")])
def test_a_file_in_another_encoding_is_refused_on_its_line(data: bytes) -> None:
    found = problem(data)
    assert "UTF-8" in found.what
    assert found.line == 2


def test_utf_16_is_refused_and_a_byte_order_mark_is_not() -> None:
    assert "UTF-8" in problem("a: 1".encode("utf-16")).what
    assert read_yaml("\ufeffa: 1".encode()).root == {"a": "1"}


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x07", "\x1b", "\x7f", "\ufffe"])
def test_a_control_character_is_refused(sign: str) -> None:
    assert "characters" in problem(f"a: 1\nb: x{sign}y\n").what


@pytest.mark.parametrize("escape", [r"\0", r"\x01", r"\a", r"\e", r"\x7f", r"\u0085", r"\x9b"])
def test_a_control_character_is_refused_when_it_is_written_as_an_escape(escape: str) -> None:
    found = problem(f'a: 1\nb: "x{escape}y"\n')
    assert "characters" in found.what
    assert found.line == 2


@pytest.mark.parametrize("escape", [r"\ud800", r"\udfff", r"\U00110000"])
def test_half_a_character_is_refused(escape: str) -> None:
    assert problem(f'a: "x{escape}y"').line == 1


@pytest.mark.parametrize(
    "text",
    ["no", "yes", "on", "true", "null", "~", "12:30", "1.0.0", "1.10", "0o17", "0x1f", "1_000",
     "2027-06-30", ".inf", ".nan", "1e3", "=", "<<"],
)  # fmt: skip
def test_every_scalar_stays_the_text_that_was_written(text: str) -> None:
    assert read_yaml(f"a: {text}".encode()).root == {"a": text}


def test_accents_line_breaks_and_emoji_pass() -> None:
    found = read_yaml('a: "été\\n\\t張 🦊"\nb: |\n  un\n  deux\n'.encode())
    assert found.root == {"a": "été\n\t張 🦊", "b": "un\ndeux\n"}


def test_an_empty_file_is_nothing() -> None:
    assert read_yaml(b"").root is None
    assert read_yaml(b"# only a comment\n").root is None


LINES = """\
# a comment
title: {fr: un,
  en: one}
items:
  - id: A01
    stem:
      fr: >-
        deux
        lignes
      en: two
  -
    id: A02
"""


def test_every_value_remembers_its_line() -> None:
    document = read_yaml(LINES.encode())
    expected = {
        ("title", "fr"): 2, ("title", "en"): 3, ("items",): 5, ("items", 0, "id"): 5,
        ("items", 0, "stem"): 7, ("items", 0, "stem", "fr"): 7, ("items", 0, "stem", "en"): 10,
        ("items", 1, "id"): 12,
    }  # fmt: skip
    assert {path: document.line(path) for path in expected} == expected


def test_a_path_that_is_missing_has_the_line_of_its_nearest_ancestor() -> None:
    document = read_yaml(LINES.encode())
    assert document.line(("items", 1, "stem", "fr")) == 12
    assert document.line(("nowhere", 3)) == 2


YAMLISH = st.lists(
    st.sampled_from(
        ["a", "b: ", "- ", "\n", "  ", "[", "]", "{", "}", ",", ": ", "?", "&a", "*a", "!", "!!int",
         "|", ">", "'", '"', "#", "%", "---", "...", "\t", "\\", "é", "\u2028", "\x85", "@", "`"]
    ),
    max_size=30,
).map(lambda parts: "".join(parts).encode())  # fmt: skip


@given(
    st.binary(max_size=60)
    | st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace"))
    | YAMLISH
)
def test_whatever_is_read_the_answer_is_a_document_or_problems(data: bytes) -> None:
    try:
        found = read_yaml(data)
    except Problems as error:
        assert len(error.problems) == 1
        rows = data.decode("utf-8", "replace").splitlines()
        assert 1 <= error.problems[0].line <= len(rows) + 2
    else:
        assert isinstance(found, YamlDocument)


TREES = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(TREES)
def test_what_was_written_as_json_is_read_back(tree: object) -> None:
    assert read_yaml(json.dumps(tree, ensure_ascii=False).encode()).root == tree
