"""What one sheet of a test says, in figures: never shown of one person, only of a group."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

from quizzes.items.discernment import Judgements
from quizzes.items.item import Item
from quizzes.items.text import Language, Text
from quizzes.kinds import content_of
from quizzes.kinds.bases.grids import plain
from quizzes.kinds.bases.options import OptionItem
from quizzes.kinds.judgement_set import Judged, JudgementSet
from quizzes.kinds.short_scale import ShortScale

FULL = 100.0
UNSURE = "unsure"
NOT_KNOWING = Text(fr="Je ne sais pas", en="I don't know")
"""An option with these words is no answer; grids have a cell of their own for it."""


@dataclass(frozen=True)
class Share:
    """`count` of `of`; nothing of nothing where a form has none."""

    count: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.count + other.count, self.of + other.of)

    @property
    def percent(self) -> float | None:
        """0 to 100; None of nothing."""
        return FULL * self.count / self.of if self.of else None


@dataclass(frozen=True)
class Scores:
    """One sheet. `right` maps what was asked to whether it was answered right.

    Statements (true or false) are taught knowledge; posts (reliable or not) are discernment.
    What was left empty counts as “I don’t know”: not right, and no lean.
    """

    statements: Share
    statements_unsure: Share
    judged: Judgements
    posts_unsure: Share
    other: Share
    other_unsure: Share
    efficacy: float | None
    right: Mapping[str, bool]


def scores(items: Sequence[Item], answers: Mapping[str, Any]) -> Scores:
    """The figures of one sheet: `answers` maps an item's code to its `value` and `certainty`."""
    sets = [one for one in items if isinstance(one, JudgementSet)]
    others = [one for one in items if not isinstance(one, JudgementSet | ShortScale) and one.scored]
    told = [one for one in sets if one.asks == "true"]
    shown = [one for one in sets if one.asks != "true"]
    found = dict(_verdicts(told + shown, answers))
    return Scores(
        statements=_sum(_right_share(one, answers) for one in told),
        statements_unsure=_sum(_unsure_share(one, answers) for one in told),
        judged=sum((_judged(one, answers) for one in shown), start=Judgements(0, 0, 0, 0)),
        posts_unsure=_sum(_unsure_share(one, answers) for one in shown),
        other=Share(sum(_is_right(one, answers) for one in others), len(others)),
        other_unsure=Share(sum(_is_unsure(one, answers) for one in others), len(others)),
        efficacy=_efficacy(items, answers),
        right=found | {question_key(one): _is_right(one, answers) for one in others},
    )


def unsure_option(item: Item) -> str | None:
    """The id of the option that says “I don’t know”; None where there is none."""
    options = item.options if isinstance(item, OptionItem) else ()
    return next((one.id for one in options if one.text == NOT_KNOWING), None)


def offers_unsure(item: Item) -> bool:
    """Whether one can say that one does not know within the item itself."""
    return isinstance(item, JudgementSet) or unsure_option(item) is not None


def _is_unsure(item: Item, answers: Mapping[str, Any]) -> bool:
    return item.id not in answers or answers[item.id]["value"] == (unsure_option(item) or UNSURE)


def _sum(shares: Iterable[Share]) -> Share:
    return sum(shares, start=Share())


def _verdict(item: JudgementSet, post: Judged, answers: Mapping[str, Any]) -> str:
    """The verdict on one post; not knowing where the item was left empty."""
    return plain(answers[item.id]["value"][post.id]) if item.id in answers else UNSURE


def _post_is_right(item: JudgementSet, post: Judged, answers: Mapping[str, Any]) -> bool:
    return _verdict(item, post, answers) in item.right()[post.id]


def _verdicts(
    sets: Sequence[JudgementSet], answers: Mapping[str, Any]
) -> Iterator[tuple[str, bool]]:
    for item in sets:
        for post in item.posts:
            yield post_key(item, post), _post_is_right(item, post, answers)


def _right_share(item: JudgementSet, answers: Mapping[str, Any]) -> Share:
    right = sum(_post_is_right(item, post, answers) for post in item.posts)
    return Share(right, len(item.posts))


def _unsure_share(item: JudgementSet, answers: Mapping[str, Any]) -> Share:
    unsure = sum(_verdict(item, post, answers) == UNSURE for post in item.posts)
    return Share(unsure, len(item.posts))


def _judged(item: JudgementSet, answers: Mapping[str, Any]) -> Judgements:
    if item.id not in answers:
        return Judgements(0, 0, 0, 0)
    return item.judgements(answers[item.id]["value"])


def _is_right(item: Item, answers: Mapping[str, Any]) -> bool:
    return item.id in answers and item.mark(answers[item.id]["value"]) == 1


def _efficacy(items: Sequence[Item], answers: Mapping[str, Any]) -> float | None:
    """The mean of the points that were ticked on short scales, 1 to 5."""
    points = [
        int(point)
        for one in items
        if isinstance(one, ShortScale) and one.id in answers
        for point in answers[one.id]["value"].values()
    ]
    return mean(points) if points else None


# What is the same in both forms ------------------------------------------------------


def post_key(item: JudgementSet, post: Judged) -> str:
    """What is asked of a post or statement, whatever its place and id."""
    content = post.model_dump(mode="json", exclude_none=True)
    return _key([item.asks, content["stimulus"], post.reliable])


def question_key(item: Item) -> str:
    """What an item asks, whatever its code and sources."""
    content = content_of(item)
    return _key([content["stem"], content.get("stimulus"), content.get("options"), item.kind])


def _key(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True)
class Asked:
    """One thing that a form asks and that can be right, in words. `statement`: not a post."""

    key: str
    text: str
    statement: bool


def asked(items: Sequence[Item], language: Language) -> list[Asked]:
    """Everything that a form marks, in its order."""
    found: list[Asked] = []
    for one in items:
        if isinstance(one, JudgementSet):
            told = one.asks == "true"
            found += [Asked(post_key(one, post), post.name(language), told) for post in one.posts]
        elif one.scored and not isinstance(one, ShortScale):
            found.append(Asked(question_key(one), one.stem.say(language), statement=False))
    return found
