"""How each question went, and what a report may say of the whole: too few is not “all went well”."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workshop.reports.rules.figures import ItemReport, OptionCount
from workshop.reports.rules.glance import Outlook, Standing, glance_of, standing_of

ASKED = ItemReport(
    code="C03", stem="Why?", kind="any", asked=True, revealed=True, votes=1, answered=20,
    facility=0.9, first_facility=None, flow=None, sure_and_wrong=None, options=(), key="A",
    median="", next_step=None,
)  # fmt: skip
MISSED = replace(ASKED, facility=0.4)
FEW = replace(ASKED, answered=3, facility=None, few=True)
OPINION = replace(ASKED, scored=False, facility=None)
SILENT = replace(ASKED, answered=0, facility=None)


def option(letter: str, percent: int) -> OptionCount:
    return OptionCount(letter, letter, percent, percent, False, None, None)


@pytest.mark.parametrize(
    ("item", "standing"),
    [
        (ASKED, Standing.WELL),
        (MISSED, Standing.AGAIN),
        (replace(ASKED, facility=0.7), Standing.AGAIN),
        (FEW, Standing.FEW),
        (OPINION, Standing.OPEN),
        (SILENT, Standing.EMPTY),
    ],
)
def test_how_a_question_went(item: ItemReport, standing: Standing) -> None:
    assert standing_of(item) is standing


@pytest.mark.parametrize(
    ("items", "outlook"),
    [
        ([], Outlook.NOTHING),
        ([replace(ASKED, asked=False)], Outlook.NOTHING),
        ([OPINION], Outlook.OPEN),
        ([FEW], Outlook.FEW),
        ([SILENT, OPINION], Outlook.FEW),
        ([replace(FEW, scored=False)], Outlook.OPEN),
        ([ASKED, OPINION], Outlook.WELL),
        ([ASKED, FEW], Outlook.WELL),
        ([ASKED, MISSED, FEW], Outlook.MIXED),
    ],
)
def test_what_may_be_said_of_the_whole(items: list[ItemReport], outlook: Outlook) -> None:
    assert glance_of(items).outlook is outlook


def test_questions_are_counted_by_how_they_went() -> None:
    found = glance_of([ASKED, ASKED, MISSED, FEW, OPINION])
    assert (found.well, found.again, found.untold) == (2, 1, 1)


def test_only_an_opinion_with_one_choice_for_each_is_split() -> None:
    split = replace(OPINION, options=(option("A", 67), option("B", 32)))
    several = replace(OPINION, options=(option("A", 80), option("B", 70)))
    right = replace(ASKED, options=(option("A", 60), option("B", 40)))
    lines = glance_of([split, several, right]).lines
    assert [len(one.split) for one in lines] == [2, 0, 0]
