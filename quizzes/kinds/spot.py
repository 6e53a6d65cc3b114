"""Spot it: touch the parts of a mock post, or the passages of a text, that answer the question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from quizzes.items.problems import Problem
from quizzes.items.stimulus import ExcerptStimulus, PostStimulus
from quizzes.items.text import LANGUAGES, Language, Text
from quizzes.kinds.bases.options import ManyOptionItem, key_count_problem
from quizzes.kinds.bases.zones import Zone, lay_out, zone_problems

MOST_ZONES = 12


class Spot(ManyOptionItem):
    """Mark F1 = 2TP / (2TP + FP + FN): missing a clue costs as much as a false alarm.

    Zones are numbered from the top of the post to its foot. `ask`: how many the stem asks for,
    where it says so; then whoever answers is told how many they touched.
    """

    nothing = "Touch or tick at least one zone."
    never_blank = ("quote",)  # without its passage, a zone is the whole part
    kind: Literal["spot"]
    options: tuple[Zone, ...] = Field(alias="zones", min_length=3, max_length=MOST_ZONES)
    ask: int | None = Field(default=None, ge=1, le=MOST_ZONES)

    def letter(self, option_id: str) -> str:
        """1, 2, 3 … by position, the same on screens and on paper."""
        return str(self.option_ids().index(option_id) + 1)

    def kit_words(self) -> tuple[str, ...]:
        """The names of zones that are their quote, or the name of their part."""
        named = enumerate(self.options)
        return tuple(f"zones.{place}.text" for place, one in named if one.text == one.own_name())

    def mark(self, value: Any) -> float:
        """F1 of the zones that were touched."""
        keys, touched = self.keys(), set(value)
        return 2 * len(keys & touched) / (len(keys) + len(touched))

    def public_view(self, language: Language) -> dict[str, Any]:
        """With the stimulus cut into its zones, and how many are asked for."""
        view = {**super().public_view(language), "ask": self.ask}
        if view["stimulus"]:
            numbers = {zone: self.letter(zone) for zone in self.option_ids()}
            laid = lay_out(view["stimulus"], self.options, language)
            view["stimulus"] = {**view["stimulus"], "zones": {**laid, "numbers": numbers}}
        return view

    def without_devices(self, language: Language) -> str:
        """A hand for each zone that one means."""
        return Text(
            fr="Lève la main pour chaque numéro que tu choisis.",
            en="Raise your hand for each number that you choose.",
        ).say(language)

    def kind_problems(self) -> Iterable[Problem]:
        """A stimulus with every zone on it; one key or more, one other zone or more."""
        yield from super().kind_problems()
        yield from key_count_problem(self, least=1, most=len(self.options) - 1)
        if self.ask is not None and self.ask != len(self.keys()):
            yield Problem(
                f"It asks for {self.ask} zones and has {len(self.keys())} keys.",
                "Let ask be the number of keys, or leave it out.",
                field="ask",
            )
        if not isinstance(self.stimulus, PostStimulus | ExcerptStimulus):
            yield Problem(
                "There is nothing to point at.",
                "Add a stimulus whose type is post or text.",
                field="stimulus",
            )
            return
        views = {language: self.stimulus.view(language) for language in LANGUAGES}
        yield from zone_problems(views, self.options)
