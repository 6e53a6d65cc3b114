"""Exit tickets as they are typed: read strictly, grouped and counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.items.problems import Problems
from workshop.reports.rules import ticketlines
from workshop.reports.rules.ticketlines import Prompt, Ticket
from workshop.reports.rules.whole import TicketLine

KEEP = Prompt.TRUST


def test_each_line_is_a_ticket_and_empty_ones_are_none() -> None:
    found = ticketlines.read_texts(KEEP, "Lire au-delà du titre\r\n\n  Vérifier   deux fois ")
    assert [one.text for one in found] == ["Lire au-delà du titre", "Vérifier deux fois"]


@pytest.mark.parametrize("line", ["source 7", "source : 7", "source=7", "source × 7", "source\t7"])
def test_a_short_name_and_its_count_are_told_in_many_ways(line: str) -> None:
    assert ticketlines.read_codes(KEEP, line) == [Ticket(KEEP, "source", coded=True, count=7)]


@pytest.mark.parametrize(
    "line", ["source", "7", "source 0", "source 501", "source -3x", f"{'x' * 41} 3"]
)
def test_a_wrong_count_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(Problems) as refused:
        ticketlines.read_codes(KEEP, f"indice 4\n{line}")
    (problem,) = refused.value.problems
    assert (problem.line, problem.field) == (2, "codes-trust")
    assert problem.rule is not None and problem.rule.said.fr and problem.rule.said.en


@pytest.mark.parametrize("line", ["x" * 301, "a\u202eb", "a\u0007b"])
def test_what_cannot_be_shown_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(Problems) as refused:
        ticketlines.read_texts(KEEP, f"ok\n\n{line}")
    assert refused.value.problems[0].line == 3


def test_five_hundred_is_the_most() -> None:
    ticketlines.check_number([Ticket(KEEP, "a", count=500), Ticket(Prompt.NEXT, "b")])
    with pytest.raises(Problems):
        ticketlines.check_number([Ticket(KEEP, "a", count=500), Ticket(KEEP, "b")])


def test_the_same_words_are_one_line_and_short_names_stand_first() -> None:
    typed = [
        Ticket(KEEP, "Vérifier"),
        Ticket(KEEP, "Lire"),
        Ticket(KEEP, "vérifier"),
        Ticket(KEEP, "source", coded=True, count=2),
    ]
    (group,) = ticketlines.group(typed)
    assert group.lines == (
        TicketLine("source", 2, coded=True),
        TicketLine("Vérifier", 2, coded=False),
        TicketLine("Lire", 1, coded=False),
    )
    assert (group.count, group.most) == (5, 2)


words = st.text(st.characters(categories=["L", "N"], max_codepoint=0x24F), min_size=1, max_size=30)


@given(st.lists(st.tuples(words, st.integers(1, 500)), max_size=8), st.lists(words, max_size=8))
def test_what_was_kept_can_be_edited(codes: list[tuple[str, int]], texts: list[str]) -> None:
    typed = "\n".join(f"{name} {count}" for name, count in codes)
    kept = [*ticketlines.read_texts(KEEP, "\n".join(texts)), *ticketlines.read_codes(KEEP, typed)]
    again = [
        *ticketlines.read_texts(KEEP, ticketlines.typed_texts(kept, KEEP)),
        *ticketlines.read_codes(KEEP, ticketlines.typed_codes(kept, KEEP)),
    ]
    assert again == kept
    assert sum(one.count for group in ticketlines.group(kept) for one in group.lines) == sum(
        one.count for one in kept
    )
