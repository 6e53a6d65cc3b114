"""A feed of mock posts and the sums that rank it. `static/js/feed.js` does the same in a browser.

score = Σ weight × chance, after the README of twitter/the-algorithm-ml, projects/home/recap
(commit b85210863f7a, 5 April 2023). Then, where a recipe says so: × 0.5^(age / half-life),
× δ^(posts of the same author above), and (1 - λ) × score / best score + λ × credibility / 3.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from quizzes.items.drawings import Drawing
from quizzes.items.item import OptionId
from quizzes.items.problems import Problem, Rule
from quizzes.items.stimulus import Picture, ShortName
from quizzes.items.text import Text, Value

Signal = Literal[
    "like",
    "reply",
    "repost",
    "author_reply",
    "profile",
    "dwell",
    "video",
    "negative",
    "report",
    "watch",
]
SIGNALS: tuple[Signal, ...] = get_args(Signal)
"""What a feed foresees of a reader. All are chances, 0 to 1, but `watch`, which is seconds."""
TOP = 5
"""Meters look at so many posts at the top of a feed."""
MOST_CREDIBLE = 3

_AUTHOR = Rule(
    "author",
    Text(
        fr="Les publications d’un même compte sont d’un seul auteur. Renommez-le dans toutes, et "
        "ne donnez pas le même nom à deux auteurs.",
        en="Posts with the same account are by one author. Rename it in all of them, and give no "
        "two authors the same name.",
    ),
)

Chance = Annotated[float, Field(ge=0, le=1)]


class Chances(Value):
    """How likely a reader does each thing, invented for the exercise."""

    like: Chance = 0
    reply: Chance = 0
    repost: Chance = 0
    author_reply: Chance = 0
    profile: Chance = 0
    dwell: Chance = 0
    video: Chance = 0
    negative: Chance = 0
    report: Chance = 0


class FeedPost(Value):
    """A post in short form, with what a feed would foresee. Authors are told apart by account."""

    id: OptionId
    account: ShortName
    text: Text
    topic: Text
    picture: Picture | Drawing | None = None
    credibility: int = Field(ge=0, le=MOST_CREDIBLE)
    followed: bool = False
    ad: Literal["labelled", "unlabelled"] | None = None
    anger: bool = False
    age_hours: float = Field(ge=0, le=10_000)
    watch_seconds: float = Field(default=0, ge=0, le=10_000)
    chances: Chances

    def foreseen(self) -> dict[Signal, float]:
        """Every signal of this post."""
        watched = self.watch_seconds
        return {
            signal: watched if signal == "watch" else getattr(self.chances, signal)
            for signal in SIGNALS
        }


@dataclass(frozen=True)
class Recipe:
    """How a feed is ranked. Without `half_life` (hours), age does not count; `diversity` is δ and
    `quality` is λ. A `newest` feed ranks by age alone."""

    weights: Mapping[Signal, float] = field(default_factory=dict)
    newest: bool = False
    half_life: float | None = None
    diversity: float = 1.0
    quality: float = 0.0

    def view(self) -> dict[str, Any]:
        """As `feed.js` reads it."""
        return asdict(self)


@dataclass(frozen=True)
class Meters:
    """What the first posts of a feed are like. Shares are 0 to 1, `topics` is entropy in bits."""

    credibility: float
    topics: float
    followed: float
    labelled: float
    unlabelled: float
    anger: float


def steady(number: float) -> float:
    """A number at 9 decimals, so that equal sums tie in every language of programming."""
    return math.floor(number * 1e9 + 0.5) / 1e9


def scores(posts: Sequence[FeedPost], recipe: Recipe) -> list[float]:
    """The score of each post, in the order of `posts`."""
    if recipe.newest:
        return [-post.age_hours for post in posts]
    found = [_weighed(post, recipe) for post in posts]
    if recipe.diversity != 1:
        found = _varied(posts, found, recipe.diversity)
    if recipe.quality:
        best = max(found)
        scale = best if best > 0 else max(map(abs, found)) or 1.0
        share = recipe.quality
        found = [
            (1 - share) * score / scale + share * post.credibility / MOST_CREDIBLE
            for post, score in zip(posts, found, strict=True)
        ]
    return [steady(score) for score in found]


def _weighed(post: FeedPost, recipe: Recipe) -> float:
    foreseen, total = post.foreseen(), 0.0
    for signal in SIGNALS:
        total += recipe.weights.get(signal, 0.0) * foreseen[signal]
    if recipe.half_life:
        total *= 0.5 ** (post.age_hours / recipe.half_life)
    return total


def _varied(posts: Sequence[FeedPost], found: Sequence[float], decay: float) -> list[float]:
    """Each further post of an author is worth `decay` times less; a score below 0 stays."""
    above: Counter[str] = Counter()
    varied = list(found)
    for place in ranked(found):
        author = posts[place].account
        if varied[place] > 0:
            varied[place] *= decay ** above[author]
        above[author] += 1
    return varied


def ranked(found: Sequence[float]) -> list[int]:
    """Positions from the highest score to the lowest; ties keep the order in which they came."""
    return sorted(range(len(found)), key=lambda position: -steady(found[position]))


def order(posts: Sequence[FeedPost], recipe: Recipe) -> list[str]:
    """The ids of the posts, first to last."""
    return [posts[position].id for position in ranked(scores(posts, recipe))]


def places(found: Sequence[float]) -> list[int]:
    """The place of each score, from 1; equal scores share the better place."""
    return [1 + sum(other > score for other in found) for score in found]


def meters(posts: Sequence[FeedPost], found: Sequence[float]) -> Meters:
    """What the first five posts are like."""
    top = [posts[position] for position in ranked(found)[:TOP]]
    n = len(top)
    topics = Counter(post.topic.fr for post in top)
    return Meters(
        credibility=sum(post.credibility for post in top) / n,
        topics=sum(-count / n * math.log2(count / n) for count in topics.values()),
        followed=sum(post.followed for post in top) / n,
        labelled=sum(post.ad == "labelled" for post in top) / n,
        unlabelled=sum(post.ad == "unlabelled" for post in top) / n,
        anger=sum(post.anger for post in top) / n,
    )


def other_authors(before: Sequence[str], after: Sequence[str]) -> Iterable[Problem]:
    """Accounts of posts that were of one author and no longer are, or the other way round: a feed
    is ranked by who wrote what."""
    for place, (was, now) in enumerate(zip(before, after, strict=True)):
        if before.index(was) != after.index(now):
            yield Problem("Another author.", field=f"posts.{place}.account", rule=_AUTHOR)
