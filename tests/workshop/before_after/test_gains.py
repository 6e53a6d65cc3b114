"""The report of a test: what is counted, what is hidden, what may be compared."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from quizzes.formats.pack import Form
from quizzes.formats.pack_folder import read_folder
from quizzes.items.discernment import Judgements
from quizzes.items.item import Item
from quizzes.kinds import content_of, item_from
from workshop.before_after.rules.effects import mcnemar_exact
from workshop.before_after.rules.gains import AnswerSheet, Gains, gains_of, matched
from workshop.before_after.rules.measures import Draw, Measure
from workshop.before_after.rules.pseudonym import Occasion
from workshop.before_after.rules.scores import Share, asked, scores

PACKS = Path(__file__).parents[2] / "packs"
TURNED = {"reliable": "unreliable", "unreliable": "reliable"}


@cache
def items(form: Form) -> Sequence[Item]:
    return read_folder(PACKS / f"essai-{form}").pack.items


def drawing() -> Draw:
    chance = random.Random(1)
    return lambda n: chance.choices(range(n), k=n)


def judged(form: Form, code: str, wrong: int = 0, unsure: int = 0) -> dict[str, Any]:
    """Right verdicts, but for the first `wrong` and the last `unsure` ones."""
    item = next(one for one in items(form) if one.id == code)
    right = {row: cells[0] for row, cells in item.answer_view("en")["right"].items()}
    rows = list(right)
    value = {row: TURNED[cell] if row in rows[:wrong] else cell for row, cell in right.items()}
    value |= dict.fromkeys(rows[len(rows) - unsure :], "unsure")
    return {"value": value, "certainty": None}


def answers(form: Form, *, wrong: int = 0, unsure: int = 0, choice: str = "b") -> dict[str, Any]:
    return {
        "S01": judged(form, "S01", wrong, unsure),
        "P01": judged(form, "P01", wrong, unsure),
        "M01": {"value": choice, "certainty": None},
        "E01": {"value": {"a": "4", "b": "2"}, "certainty": None},
    }


def sheet(person: int, phase: Occasion, **more: Any) -> AnswerSheet:
    even = person % 2 == 0
    form: Form = "a" if even == (phase == "before") else "b"
    return AnswerSheet(phase, form, f"{person:064x}", scores(items(form), answers(form, **more)))


def report(sheets: Sequence[AnswerSheet]) -> Gains:
    return gains_of(sheets, {"a": items("a"), "b": items("b")}, "en", drawing)


def named(measures: Sequence[Measure], name: str) -> Measure:
    return next(one for one in measures if one.name == name)


class TestOneSheet:
    def test_all_right(self) -> None:
        found = scores(items("a"), answers("a"))
        assert found.statements == Share(4, 4)
        assert found.judged == Judgements(3, 3, 0, 3)
        assert found.other == Share(1, 1)
        assert found.efficacy == 3
        assert all(found.right.values())
        assert len(found.right) == 4 + 6 + 1

    def test_not_knowing_is_not_right_and_no_lean(self) -> None:
        found = scores(items("a"), answers("a", unsure=2))
        assert found.statements == Share(2, 4)
        assert found.statements_unsure == Share(2, 4)
        assert found.posts_unsure == Share(2, 6)
        assert found.judged.reliable + found.judged.unreliable == 4

    def test_what_was_left_empty_counts_as_not_knowing(self) -> None:
        found = scores(items("a"), {})
        assert found.statements == Share(0, 4)
        assert found.statements_unsure == Share(4, 4)
        assert found.posts_unsure == Share(6, 6)
        assert found.other_unsure == Share(1, 1)
        assert found.judged == Judgements(0, 0, 0, 0)
        assert found.efficacy is None
        assert not any(found.right.values())

    def test_an_option_may_say_that_one_does_not_know(self) -> None:
        content = content_of(items("a")[2])
        content["options"] += [{"id": "c", "text": {"fr": "Je ne sais pas", "en": "I don't know"}}]
        item = item_from(content)
        assert item.offers_unsure()
        assert not items("a")[2].offers_unsure()
        for value, unsure in (("a", 0), ("b", 0), ("c", 1)):
            found = scores([item], {"M01": {"value": value, "certainty": None}})
            assert found.other_unsure == Share(unsure, 1)
            assert found.other == Share(int(value == "b"), 1)

    def test_certainty_changes_no_verdict(self) -> None:
        given = answers("a")
        given["S01"]["value"] = {row: f"{one}:3" for row, one in given["S01"]["value"].items()}
        assert scores(items("a"), given) == scores(items("a"), answers("a"))

    def test_nothing_of_nothing_has_no_share(self) -> None:
        assert Share().percent is None
        assert Share(1, 4).percent == 25

    def test_every_verdict_has_its_words(self) -> None:
        found = asked(items("a"), "en")
        assert [one.statement for one in found] == [True] * 4 + [False] * 7
        assert found[0].text.startswith("Claim Aa")


class TestGroups:
    @pytest.mark.parametrize("people", [0, 1, 4])
    def test_fewer_than_five_are_hidden(self, people: int) -> None:
        sheets = [sheet(one, phase) for one in range(people) for phase in ("before", "after")]
        found = report(sheets)
        assert (found.before, found.after, found.matched) == (people,) * 3
        for one in (*found.knowledge, *found.discernment, *found.others):
            assert (one.before, one.after, one.change) == (None, None, None)
        assert found.moved is None
        assert found.same == ()
        assert {line.before for lines in found.lines.values() for line in lines} == {None}
        assert found.is_indicative

    def test_a_group_that_learns(self) -> None:
        sheets = [sheet(one, "before", wrong=2) for one in range(20)]
        sheets += [sheet(one, "after", wrong=one % 2) for one in range(20)]
        found = report(sheets)
        known = named(found.knowledge, "statements")
        assert known.before is not None
        assert known.after is not None
        assert known.change is not None
        assert (known.before.value, known.after.value, known.change.value) == (50, 87.5, 37.5)
        assert known.before.low == known.before.high == 50  # nobody differs from anybody
        assert known.change.low is not None
        assert 25 < known.change.low < 37.5
        assert found.moved is not None
        assert found.moved.hake == pytest.approx(0.75)
        assert found.moved.people == 20
        assert not found.is_indicative

    def test_discernment_is_that_of_all_judgements_together(self) -> None:
        sheets = [sheet(one, "before") for one in range(5)]
        found = report(sheets)
        pooled = Judgements(15, 15, 0, 15)
        d_prime, bias = named(found.discernment, "d_prime"), named(found.discernment, "bias")
        assert d_prime.before is not None
        assert d_prime.before.value == pytest.approx(pooled.d_prime)
        assert bias.before is not None
        assert bias.before.value == pytest.approx(0)
        assert d_prime.after is None

    def test_whoever_has_no_score_is_not_counted_for_it(self) -> None:
        sheets = [sheet(one, "before") for one in range(5)]
        empty = AnswerSheet("before", "a", "f" * 64, scores(items("a"), {}))
        able = named(report([*sheets, empty]).others, "efficacy")
        assert able.before is not None
        assert able.before.value == 3
        assert named(report([*sheets[1:], empty]).others, "efficacy").before is None

    def test_only_matched_people_are_compared(self) -> None:
        sheets = [sheet(one, "before") for one in range(9)]
        sheets += [sheet(one, "after") for one in range(4, 12)]
        found = report(sheets)
        assert (found.before, found.after, found.matched) == (9, 8, 5)
        assert len(matched(sheets)) == 5
        assert found.by_form == {"before": {"a": 5, "b": 4}, "after": {"a": 4, "b": 4}}

    def test_the_same_sheets_give_the_same_report(self) -> None:
        sheets = [sheet(one, "before", wrong=one % 3) for one in range(12)]
        assert report(sheets) == report(sheets)


class TestSameQuestions:
    def test_only_what_both_forms_ask_is_compared_with_itself(self) -> None:
        sheets = [sheet(one, "before", choice="a") for one in range(12)]
        sheets += [sheet(one, "after", choice="b" if one < 9 else "a") for one in range(12)]
        (one,) = report(sheets).same
        assert one.text == "What do you do first on an unknown site?"
        assert one.people == 12
        assert one.became_right == 9
        assert (one.became_wrong, one.stayed_right, one.stayed_wrong) == (None, None, None)
        assert one.p is None, "it would tell the numbers that are hidden"

    def test_the_chance_of_so_many_changes(self) -> None:
        sheets = [sheet(one, "before", choice="a" if one < 9 else "b") for one in range(14)]
        sheets += [sheet(one, "after", choice="b" if one < 9 else "a") for one in range(14)]
        (one,) = report(sheets).same
        assert (one.became_right, one.became_wrong) == (9, 5)
        assert one.p == pytest.approx(mcnemar_exact(9, 5))

    def test_form_lines_never_tell_of_few_people_by_subtraction(self) -> None:
        nine = [sheet(one, "before") for one in range(9)]  # five took a, four took b
        lines = report(nine).lines
        assert {line.before for form in "ab" for line in lines[form]} == {None}
        ten = report([sheet(one, "before") for one in range(10)]).lines
        assert {line.before for form in "ab" for line in ten[form]} == {100}
        alone = report([one for one in nine if one.form == "a"]).lines
        assert {line.before for line in alone["a"]} == {100}
