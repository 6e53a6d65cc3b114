"""Feed simulator: predict, change the ranking of a feed, then say what happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from quizzes.items.problems import Problem, repeated_ids
from quizzes.items.text import Language
from quizzes.kinds.bases.feed import FeedPost, order, other_authors, places, scores
from quizzes.kinds.bases.feedpresets import (
    DIVERSITY,
    HALF_LIFE,
    PRESET_NAMES,
    PRESETS,
    QUALITY,
    ROLES,
    SLIDERS,
    PresetName,
    Slider,
)
from quizzes.kinds.bases.options import OneOptionItem, key_count_problem


class FeedSimulator(OneOptionItem):
    """One question is asked twice: as a prediction, then, once the feed was ranked, as a check.

    In a room the prediction is the first vote and the check the second. Alone, the prediction
    stays on the page and the check is sent. Mark 1 for the key, 0 otherwise.
    """

    own_fields = ("posts.*.account",)
    drawn_only = frozenset({"feed"})  # from it a script could work out what is to be predicted

    kind: Literal["feed_simulator"]
    posts: tuple[FeedPost, ...] = Field(min_length=6, max_length=16)
    presets: tuple[PresetName, ...] = Field(default=PRESET_NAMES, min_length=2)
    start: PresetName
    compare: PresetName | None = None
    sliders: bool = True

    def altered(self, new: FeedSimulator) -> Iterable[Problem]:
        """Who wrote which post."""
        return other_authors(
            [one.account for one in self.posts], [one.account for one in new.posts]
        )

    def media(self) -> tuple[str, ...]:
        """Files of the pack that its posts show."""
        files = (getattr(post.picture, "file", None) for post in self.posts)
        return (*super().media(), *(file for file in files if file))

    def question_view(self, language: Language) -> dict[str, Any]:
        """Options, posts, presets and sliders; whatever a browser could work out is no secret."""
        return {
            **super().question_view(language),
            "two_votes": self.second_vote,
            "fictional": True,
            "cut_outs": True,
            "feed": {
                "posts": [self._post(post, language) for post in self.posts],
                "presets": [self._preset(name, language) for name in self.presets],
                "start": self.start,
                "compare": self.compare or self.start,
                "sliders": self._sliders(language) if self.sliders else [],
            },
        }

    def answer_view(self, language: Language) -> dict[str, Any]:
        """The key, and the places that the cards on paper should get in each role."""
        ids = [post.id for post in self.posts]
        roles = {
            name: dict(zip(ids, places(scores(self.posts, recipe)), strict=True))
            for name, recipe in ROLES.items()
        }
        return {**super().answer_view(language), "roles": roles}

    def _post(self, post: FeedPost, language: Language) -> dict[str, Any]:
        return {
            "id": post.id,
            "account": post.account,
            "text": post.text.say(language),
            "topic": post.topic.say(language),
            "picture": post.picture.view(language) if post.picture else None,
            "credibility": post.credibility,
            "followed": post.followed,
            "ad": post.ad or "",
            "anger": post.anger,
            "age": post.age_hours,
            "foreseen": post.foreseen(),
        }

    def _preset(self, name: PresetName, language: Language) -> dict[str, Any]:
        preset = PRESETS[name]
        found = scores(self.posts, preset.recipe)
        ids = [post.id for post in self.posts]
        return {
            "id": name,
            "name": preset.name.say(language),
            "note": preset.note.say(language),
            "recipe": preset.recipe.view(),
            "order": order(self.posts, preset.recipe),
            "places": dict(zip(ids, places(found), strict=True)),
        }

    def _sliders(self, language: Language) -> list[dict[str, Any]]:
        named: list[tuple[str, Slider]] = [(name, slider) for name, slider in SLIDERS.items()]
        named += [("half_life", HALF_LIFE)]
        if len({post.account for post in self.posts}) < len(self.posts):
            named += [("diversity", DIVERSITY)]  # it moves posts of an account that has several
        named += [("quality", QUALITY)]
        return [
            {
                "id": name,
                "name": slider.name.say(language),
                "low": slider.low,
                "high": slider.high,
                "step": slider.step,
            }
            for name, slider in named
        ]

    def kind_problems(self) -> Iterable[Problem]:
        """One key; ids once; a start among the presets."""
        yield from super().kind_problems()
        yield from key_count_problem(self, least=1, most=1)
        yield from repeated_ids([post.id for post in self.posts], "posts")
        if len(set(self.presets)) != len(self.presets):
            yield Problem("A preset is named twice.", "Name each once.", field="presets")
        for field_name in ("start", "compare"):
            name = getattr(self, field_name)
            if name is not None and name not in self.presets:
                yield Problem(
                    f"{name} is not among the presets.",
                    "Add it to presets, or choose one of them.",
                    field=field_name,
                )
