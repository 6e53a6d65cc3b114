"""Forms of a test: which are offered, what they may not ask, and attempts that show no answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from quizzes.alone import attempts as selfpaced
from quizzes.bank import catalogue
from quizzes.formats.pack_folder import read_folder
from quizzes.gate.tokens import hashed
from quizzes.items.problems import Problems

PACKS = Path(__file__).parents[2] / "packs"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_the_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def form(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    """A copy of a form, changed."""
    text = (PACKS / f"essai-{name}" / "pack.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    made = folder / f"essai-{name}"
    made.mkdir()
    (made / "pack.yaml").write_text(text, encoding="utf-8")
    return made


def offered() -> list[tuple[str, str]]:
    return [(one.a.slug, one.b.slug) for one in catalogue.list_tests() if "essai" in one.a.slug]


def problems(folder: Path) -> str:
    with pytest.raises(Problems) as caught:
        read_folder(folder)
    return str(caught.value)


def test_both_forms_make_a_test() -> None:
    catalogue.import_folder(PACKS / "essai-a", NOW)
    assert offered() == []  # one form is none
    catalogue.import_folder(PACKS / "essai-b", NOW)
    assert offered() == [("essai-a", "essai-b")]
    (pair,) = (one for one in catalogue.list_tests() if one.a.slug == "essai-a")
    assert (pair.form("a").slug, pair.form("b").slug) == ("essai-a", "essai-b")


@pytest.mark.parametrize(
    "change",
    [
        ("{pair: essai-a, form: b}", "{pair: essai-c, form: b}"),
        ("{pair: essai-a, form: b}", "{pair: essai-a, form: a}"),
        ("test: {pair: essai-a, form: b}\n", ""),
    ],
)
def test_forms_that_do_not_name_each_other_make_none(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    catalogue.import_folder(PACKS / "essai-a", NOW)
    catalogue.import_folder(form(tmp_path, "b", change), NOW)
    assert offered() == []


def test_a_pack_without_a_test_is_offered_as_before() -> None:
    assert {"pub-ou-pas-pub", "d-ou-ca-sort"} <= {one.slug for one in catalogue.list_packs()}
    assert all(one.head.test is None for one in catalogue.list_packs())


def test_a_form_is_not_its_own_pair(tmp_path: Path) -> None:
    change = ("pair: essai-b", "pair: essai-a")
    assert "its own pair" in problems(form(tmp_path, "a", change))


@pytest.mark.parametrize("form_name", ["A", "c", ""])
def test_there_are_two_forms(tmp_path: Path, form_name: str) -> None:
    change = ("form: a}", f'form: "{form_name}"}}')
    assert "test" in problems(form(tmp_path, "a", change))


def test_a_form_asks_for_no_words_of_ones_own(tmp_path: Path) -> None:
    words = """  - id: W01
    kind: word_list
    seconds: 60
    review_by: 2027-11-30
    competences: {digcomp: ["1.2"]}
    stem: {fr: "Un mot ?", en: "One word?"}
    prompts:
      - {fr: "Pourquoi ?", en: "Why?"}
"""
    said = problems(form(tmp_path, "a", ("items:\n", f"items:\n{words}")))
    assert "words of one’s own" in said
    assert "W01" in said


class TestAttemptsWithoutAnswers:
    @pytest.fixture
    def token(self) -> str:
        pack, _changed = catalogue.import_folder(PACKS / "essai-a", NOW)
        return selfpaced.begin(pack, "never", NOW)

    def attempt(self, token: str) -> selfpaced.Attempt:
        found = selfpaced.resume(token, NOW)
        assert found is not None
        return found

    def keep(self, token: str, value: Any) -> bool:
        return selfpaced.respond(self.attempt(token), 2, value, None, NOW)

    def test_no_answer_is_ever_shown(self, token: str) -> None:
        assert self.keep(token, "a")
        row = self.attempt(token).pack.items[2].row_id
        assert not self.attempt(token).may_see_answer(row)
        selfpaced.finish(self.attempt(token), NOW)
        assert not self.attempt(token).may_see_answer(row)

    def test_an_answer_can_be_changed_and_taken_back(self, token: str) -> None:
        assert self.keep(token, "a")
        assert self.keep(token, "b")
        selfpaced.take_back(self.attempt(token), 2)
        selfpaced.take_back(self.attempt(token), 2)
        assert self.attempt(token).given == {}

    def test_after_the_end_nothing_is_taken_back(self, token: str) -> None:
        assert self.keep(token, "a")
        selfpaced.finish(self.attempt(token), NOW)
        selfpaced.take_back(self.attempt(token), 2)
        assert len(self.attempt(token).given) == 1

    @pytest.mark.parametrize("position", [-1, 99])
    def test_there_is_nothing_to_take_back_elsewhere(self, token: str, position: int) -> None:
        with pytest.raises(IndexError):
            selfpaced.take_back(self.attempt(token), position)

    def test_attempts_are_erased_by_their_hashes(self, token: str) -> None:
        selfpaced.erase_all([hashed(token), "unknown"])
        assert selfpaced.resume(token, NOW) is None


def test_a_test_is_called_what_its_forms_have_in_common() -> None:
    named = {(pair.title("fr"), pair.title("en")) for pair in catalogue.list_tests()}
    assert {("Test complet", "Full test"), ("Test court", "Short test")} <= named
