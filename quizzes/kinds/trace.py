"""Versions of one claim: in which order they came, and where the meaning changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from quizzes.items.item import LETTERS, OptionId
from quizzes.items.plausible import Chance, arrange
from quizzes.items.problems import Problem, Rule, repeated_ids
from quizzes.items.text import LANGUAGES, Language, Text, Value
from quizzes.kinds.bases.grids import Cells, GridItem, brief

CHANGE = "change"
_DIFFERS = Rule(
    "differs",
    Text(
        fr="Ces mots doivent se trouver dans le texte de la version, dans la même langue.",
        en="These words must stand in the text of the version, in the same language.",
    ),
)


class Version(Value):
    """The claim as one page said it. `differs`: words of `text` that the answer marks."""

    id: OptionId
    text: Text
    where: Text
    note: Text | None = None
    differs: Text | None = None
    rationale: Text


class ChainKey(Value):
    """`changed`: the versions that count as where the meaning changed.

    `order`: the versions from first to last, those that tie in a list of their own. Give it only
    where the order is documented; without it the versions are shown in the order of the file.
    """

    changed: tuple[OptionId, ...] = Field(min_length=1)
    order: tuple[OptionId | Annotated[tuple[OptionId, ...], Field(min_length=1)], ...] | None = (
        Field(default=None, min_length=2)
    )


class Trace(GridItem):
    """Mark: 1 where the change was found, 0 otherwise.

    Where the order is asked too, the mark is the mean of that and of the share of pairs of
    versions in the right order; versions that were given the same place are not in order.
    `caption` stands above the versions, such as what is not known about their order.
    """

    numbered_rows: ClassVar[bool] = False
    kind: Literal["trace"]
    caption: Text | None = None
    versions: tuple[Version, ...] = Field(min_length=3, max_length=7)
    key: ChainKey

    def version_ids(self) -> tuple[str, ...]:
        """Their ids in the order shown."""
        return tuple(one.id for one in self.versions)

    @property
    def asks_order(self) -> bool:
        """Whether the versions are to be put in order; else their order is shown."""
        return self.key.order is not None

    def groups(self) -> list[tuple[str, ...]]:
        """The right order as groups of tied ids; empty where it is shown."""
        order = self.key.order or ()
        return [(group,) if isinstance(group, str) else group for group in order]

    def may_have_changed(self) -> tuple[str, ...]:
        """Versions in which the meaning may have changed: not the one that is shown as first."""
        return self.version_ids() if self.asks_order else self.version_ids()[1:]

    def cells(self) -> Cells:
        """The place of each version where the order is asked, and where the meaning changed."""
        places = tuple(str(place) for place in range(1, len(self.versions) + 1))
        asked = dict.fromkeys(self.version_ids(), places) if self.asks_order else {}
        return {**asked, CHANGE: self.may_have_changed()}

    def right(self) -> Mapping[str, frozenset[str]]:
        """The places that each version may have, and where the meaning changed."""
        found = {}
        before = 0
        for group in self.groups():
            places = frozenset(str(before + 1 + step) for step in range(len(group)))
            found.update(dict.fromkeys(group, places))
            before += len(group)
        return {**found, CHANGE: frozenset(self.key.changed)}

    def plausible(self, chance: Chance, skill: float, language: Language) -> dict[str, str]:
        """Each place once, about in the right order, and where the meaning may have changed."""
        found = super().plausible(chance, skill, language)
        order = arrange(chance, [one for group in self.groups() for one in group], skill)
        return {**found, **{one: str(place) for place, one in enumerate(order, start=1)}}

    def mark(self, value: Any) -> float:
        """The change, and the order where it is asked, each for half."""
        found = 1.0 if value[CHANGE] in self.key.changed else 0.0
        return (found + self.order_mark(value)) / 2 if self.asks_order else found

    def order_mark(self, value: Mapping[str, str]) -> float:
        """Pairs in the right order over all pairs that do not tie."""
        pairs = [
            (one, other)
            for before, after in combinations(self.groups(), 2)
            for one in before
            for other in after
        ]
        return sum(int(value[one]) < int(value[other]) for one, other in pairs) / len(pairs)

    def hand_rows(self) -> tuple[str, ...]:
        """Where the meaning changed; an order cannot be counted."""
        return (CHANGE,)

    def without_devices(self, language: Language) -> str:
        """A hand for the version that changes the meaning; an order is noted on paper before."""
        if self.asks_order:
            return Text(
                fr="Note l’ordre sur ta feuille, puis lève la main pour la version où le sens "
                "change.",
                en="Note the order on paper, then raise your hand for the version where the "
                "meaning changes.",
            ).say(language)
        return Text(
            fr="Lève la main pour la version où le sens change.",
            en="Raise your hand for the version where the meaning changes.",
        ).say(language)

    def facility_of_rows(self, cells: Mapping[str, Mapping[str, int]]) -> float | None:
        """None where the order is marked too: hands do not tell it."""
        return None if self.asks_order else super().facility_of_rows(cells)

    def letter(self, version: str) -> str:
        """A, B, C … by position, the same on screens and on paper."""
        return LETTERS[self.version_ids().index(version)]

    def question_view(self, language: Language) -> dict[str, Any]:
        """The versions with their letters, and whether their order is asked."""
        return {
            "caption": self.caption.say(language) if self.caption else "",
            "versions": [
                {
                    "id": one.id,
                    "letter": self.letter(one.id),
                    "text": one.text.say(language),
                    "where": one.where.say(language),
                    "note": one.note.say(language) if one.note else "",
                }
                for one in self.versions
            ],
            "asks_order": self.asks_order,
            "changes": list(self.may_have_changed()),
        }

    def answer_view(self, language: Language) -> dict[str, Any]:
        """The order, where the meaning changed, the words that differ, and why."""
        order = [one for group in self.groups() for one in group] or list(self.version_ids())
        return {
            **super().answer_view(language),
            "order": order,
            "groups": [list(group) for group in self.groups()],
            "rationales": {one.id: one.rationale.say(language) for one in self.versions},
            "cut_text": {one.id: _cut_text(one, language) for one in self.versions},
        }

    def row_name(self, row: str, language: Language) -> str:
        """A version by its letter, or the question of where the meaning changed."""
        if row == CHANGE:
            return Text(fr="Le sens change", en="The meaning changes").say(language)
        return self.letter(row)

    def cell_name(self, row: str, cell: str, language: Language) -> str:
        """A place, or a version by its letter and first words."""
        if row != CHANGE:
            return cell
        text = next(one.text.say(language) for one in self.versions if one.id == cell)
        return f"{self.letter(cell)}. {brief(text)}"

    def short_key(self) -> str:
        """`A › B = C · ≠ C`: the order where it is asked, then where the meaning changed."""
        groups = ["\u00a0=\u00a0".join(map(self.letter, group)) for group in self.groups()]
        changed = "/".join(map(self.letter, self.right_in_order()[CHANGE]))
        return " · ".join(part for part in (" › ".join(groups), f"≠ {changed}") if part)

    def kind_problems(self) -> Iterable[Problem]:
        """Keys that are versions, an order that has to be found, words that stand in their text."""
        ids = self.version_ids()
        yield from repeated_ids(ids, "versions")
        if CHANGE in ids:
            yield Problem(f"No version may be called {CHANGE}.", "Rename it.", field="versions")
        if set(self.key.changed) - set(self.may_have_changed()):
            yield Problem(
                "The meaning changes in a version that is not there, or in the first one shown.",
                "Give ids of later versions under changed.",
                field="key",
            )
        if self.asks_order:
            yield from self._order_problems(ids)
        for place, one in enumerate(self.versions):
            for said in LANGUAGES if one.differs else ():
                if not _around(one, said)[1]:
                    yield Problem(
                        f"The words that differ in {one.id} do not stand in its text.",
                        "Copy them from the text of the same language.",
                        field=f"versions.{place}.differs.{said}",
                        rule=_DIFFERS,
                    )

    def _order_problems(self, ids: Sequence[str]) -> Iterable[Problem]:
        groups = self.groups()
        order = [one for group in groups for one in group]
        if sorted(order) != sorted(ids):
            yield Problem("The order does not name every version once.", "List all.", field="key")
        elif len(groups) < 2:
            yield Problem("Everything ties.", "Leave order out, and it is shown.", field="key")
        elif self.order_mark({one: str(place) for place, one in enumerate(ids)}) == 1:
            yield Problem("The versions stand in the right order already.", "Mix them.")


def _cut_text(version: Version, language: Language) -> list[str]:
    """A text before, within and after the words that differ; the whole of it where none do."""
    return list(_around(version, language)) if version.differs else [version.text.say(language)]


def _around(version: Version, language: Language) -> tuple[str, str, str]:
    differs = version.differs.say(language) if version.differs else ""
    return version.text.say(language).partition(differs)
