"""What is wrong with something a person wrote, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quizzes.items.text import Text


@dataclass(frozen=True)
class Rule:
    """A rule by its name, and what to mend for somebody who types words anew and breaks it."""

    name: str
    said: Text


MISSING = Rule("missing", Text(fr="Cela manque.", en="This is missing."))


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `what` and `mend` are sentences; the rest says where.
    `rule`: which rule is broken, where words that are typed anew may break it."""

    what: str
    mend: str = ""
    file: str = ""
    line: int = 0
    item: str = ""
    field: str = ""
    rule: Rule | None = None

    def at(self, *, file: str = "", line: int = 0, item: str = "") -> Problem:
        """The same problem with its place filled in where it was still unknown."""
        return replace(
            self,
            file=self.file or file,
            line=self.line or line,
            item=self.item or item,
        )

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        parts = [place, self.item and f"item {self.item}", self.field]
        where = " · ".join(part for part in parts if part)
        sentence = " ".join(part for part in (self.what, self.mend) if part)
        return f"{where}: {sentence}" if where else sentence


class Problems(Exception):
    """Raised with every problem that was found, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


def refuse(what: str, mend: str = "", *, field: str = "") -> Problems:
    """One problem, ready to raise."""
    return Problems([Problem(what, mend, field=field)])


def repeated_ids(ids: Sequence[str], what: str) -> Iterable[Problem]:
    """A problem for each id that stands twice."""
    for repeated in sorted({one for one in ids if ids.count(one) > 1}):
        yield Problem(
            f"Two {what} have the id {repeated}.",
            "Give each its own.",
            field=what.partition(" ")[0],
        )
