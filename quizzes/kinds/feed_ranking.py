"""Rank the feed: put short posts in the order that a given recipe would show them in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from quizzes.items.drawings import Drawing
from quizzes.items.problems import MISSING, Problem
from quizzes.items.stimulus import Picture, ShortName
from quizzes.items.text import NARROW, Language, Text, Value
from quizzes.kinds.bases.feed import other_authors
from quizzes.kinds.bases.options import Option
from quizzes.kinds.ordering import Ordering


class Contribution(Value):
    """What one thing adds to a post's score, or takes away from it."""

    name: Text
    points: float = Field(ge=-1_000_000, le=1_000_000)


class RankedPost(Option):
    """A post in short form; `text` is what it says. `contributions` are printed beside it."""

    account: ShortName
    picture: Picture | Drawing | None = None
    label: Text | None = None
    contributions: tuple[Contribution, ...] = Field(default=(), max_length=6)

    def total(self) -> float:
        """The sum of its contributions."""
        return round(sum(one.points for one in self.contributions), 6)


class FeedRanking(Ordering):
    """Mark: as an ordering. With contributions, ranking is reading; `totals` prints sums too."""

    own_fields = ("posts.*.account",)
    kind: Literal["feed_ranking"]  # type: ignore[assignment]  # each kind has its own word
    options: tuple[RankedPost, ...] = Field(alias="posts", min_length=3, max_length=8)
    measure: Text | None = None
    totals: bool = True

    def altered(self, new: FeedRanking) -> Iterable[Problem]:
        """Who wrote which post."""
        return other_authors(
            [one.account for one in self.options], [one.account for one in new.options]
        )

    def media(self) -> tuple[str, ...]:
        """Files of the pack that its posts show."""
        files = (getattr(post.picture, "file", None) for post in self.options)
        return (*super().media(), *(file for file in files if file))

    def question_view(self, language: Language) -> dict[str, Any]:
        """Posts with what was worked out for each, in the order of the pack."""
        view = super().question_view(language)
        for shown, post in zip(view["options"], self.options, strict=True):
            shown |= {
                "account": post.account,
                "picture": post.picture.view(language) if post.picture else None,
                "label": post.label.say(language) if post.label else "",
                "contributions": [
                    {"name": one.name.say(language), "points": say_points(one.points, language)}
                    for one in post.contributions
                ],
                "total": self._total(post, language),
            }
        measure = self.measure.say(language) if self.measure else ""
        return {**view, "fictional": True, "measure": measure}

    def _total(self, post: RankedPost, language: Language) -> str:
        shown = self.totals and post.contributions
        return say_points(round(post.total()), language, plus=False) if shown else ""

    def kind_problems(self) -> Iterable[Problem]:
        """What an ordering needs; contributions for all posts or none, which agree with the key."""
        yield from super().kind_problems()
        counted = [post for post in self.options if post.contributions]
        if counted and len(counted) < len(self.options):
            yield Problem(
                "Some posts have contributions and some have none.",
                "Give them to every post, or to none.",
                field="posts",
            )
        elif counted:
            yield from self._key_agrees()
        if counted and self.measure is None:
            yield Problem(
                "Nothing says what the points are.", "Add measure.", field="measure", rule=MISSING
            )

    def _key_agrees(self) -> Iterable[Problem]:
        totals = {post.id: post.total() for post in self.options}
        groups = [[totals[one] for one in group if one in totals] for group in self.groups()]
        flat = [group[0] for group in groups if group]
        if flat != sorted(flat, reverse=True) or any(len(set(group)) > 1 for group in groups):
            yield Problem(
                "The key is not the order of the totals.",
                "List the ids from the highest total to the lowest; only equal totals tie.",
                field="key",
            )
        elif len(set(flat)) < len(flat):
            yield Problem("Equal totals do not tie.", "Group them in the key.", field="key")


def say_points(points: float, language: Language, *, plus: bool = True) -> str:
    """A number of points with its sign, as it is written in `language`.

    >>> say_points(-59.2, "fr"), say_points(296.6, "en"), say_points(237, "en", plus=False)
    ('−59,2', '+296.6', '237')
    """
    sign = "−" if points < 0 else "+" if plus and points else ""
    text = f"{abs(points):,.1f}".removesuffix(".0")
    if language == "fr":
        text = text.replace(",", NARROW).replace(".", ",")
    return sign + text
