"""How exit tickets are typed in: one line for each text, or a short name and its count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quizzes.items.problems import Problem, Problems, Rule
from quizzes.items.text import Text
from quizzes.items.written import read_writing, wording
from workshop.reports.rules.whole import TicketGroup, TicketLine

MOST_TICKETS = 500
LONGEST_TEXT = 300
LONGEST_CODE = 40
_COUNTED = re.compile(r"^(?P<code>.*\S)\s*[\s:=×]\s*(?P<count>\d{1,4})$")

NO_COUNT = Text(
    fr="Un nom court et un nombre de 1 à 500 sont attendus, comme « source 7 ».",
    en="A short name and a count from 1 to 500 are expected, such as “source 7”.",
)
BAD_TEXT = Text(
    fr="Cette ligne est trop longue, ou contient des signes qui ne peuvent pas être affichés. "
    f"Un billet a {LONGEST_TEXT} signes au plus, un nom court {LONGEST_CODE}.",
    en="This line is too long, or holds signs that cannot be shown. A ticket has "
    f"{LONGEST_TEXT} signs at most, a short name {LONGEST_CODE}.",
)
TOO_MANY = Text(
    fr=f"Une séance garde {MOST_TICKETS} billets au plus par question.",
    en=f"A session keeps {MOST_TICKETS} tickets at most for each question.",
)


class Prompt(StrEnum):
    """What the printed exit ticket asks."""

    TRUST = "trust"
    NEXT = "next"


@dataclass(frozen=True)
class Ticket:
    """One line that was typed: what one person wrote, or a short name that counts several."""

    prompt: Prompt
    text: str
    coded: bool = False
    count: int = 1


def read_texts(prompt: Prompt, typed: str) -> list[Ticket]:
    """One ticket for each line that is not empty. Raises Problems with the first that is wrong."""
    return [
        Ticket(prompt, _read(line, LONGEST_TEXT, f"texts-{prompt.value}", number))
        for number, line in _lines(typed)
    ]


def read_codes(prompt: Prompt, typed: str) -> list[Ticket]:
    """A short name and its count on each line. Raises Problems with the first that is wrong."""
    field, found = f"codes-{prompt.value}", []
    for number, line in _lines(typed):
        parts = _COUNTED.match(line)
        count = int(parts["count"]) if parts else 0
        if parts is None or not 1 <= count <= MOST_TICKETS:
            raise _wrong(NO_COUNT, field, number)
        code = _read(parts["code"].rstrip(" :=×"), LONGEST_CODE, field, number)
        found.append(Ticket(prompt, code, coded=True, count=count))
    return found


def check_number(tickets: Sequence[Ticket]) -> None:
    """Raises Problems where one prompt has more than 500 tickets."""
    for prompt in Prompt:
        if sum(one.count for one in tickets if one.prompt is prompt) > MOST_TICKETS:
            raise _wrong(TOO_MANY, f"texts-{prompt.value}", 0)


def _lines(typed: str) -> Iterable[tuple[int, str]]:
    lines = enumerate(typed.splitlines(), 1)
    return [(number, line.strip()) for number, line in lines if line.strip()]


def _read(line: str, longest: int, field: str, number: int) -> str:
    try:
        return read_writing(line, longest=longest, field=field)
    except Problems as error:
        raise _wrong(BAD_TEXT, field, number) from error


def _wrong(said: Text, field: str, number: int) -> Problems:
    return Problems([Problem(said.en, line=number, field=field, rule=Rule("ticket", said))])


def typed_texts(tickets: Iterable[Ticket], prompt: Prompt) -> str:
    """What stands in the field of the texts, to be edited."""
    return "\n".join(one.text for one in tickets if one.prompt is prompt and not one.coded)


def typed_codes(tickets: Iterable[Ticket], prompt: Prompt) -> str:
    """What stands in the field of the counts, to be edited."""
    found = [one for one in tickets if one.prompt is prompt and one.coded]
    return "\n".join(f"{one.text} {one.count}" for one in found)


def group(tickets: Sequence[Ticket]) -> tuple[TicketGroup, ...]:
    """The tickets by prompt; texts that people would take for the same are one line."""
    groups = (
        TicketGroup(prompt.value, _counted([one for one in tickets if one.prompt is prompt]))
        for prompt in Prompt
    )
    return tuple(one for one in groups if one.lines)


def _counted(tickets: Sequence[Ticket]) -> tuple[TicketLine, ...]:
    found: dict[tuple[bool, str], TicketLine] = {}
    for one in tickets:
        key = (one.coded, wording(one.text))
        before = found.get(key, TicketLine(one.text, 0, one.coded))
        found[key] = TicketLine(before.text, before.count + one.count, one.coded)
    return tuple(sorted(found.values(), key=lambda one: (not one.coded, -one.count)))
